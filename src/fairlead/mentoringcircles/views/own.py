"""What one is asked for mentoring circles, and one's own circle."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.http import ActorRequest, told
from fairlead.kernel.times import end_of_day
from fairlead.mentoringcircles import policies
from fairlead.mentoringcircles.actions import asking, telling
from fairlead.mentoringcircles.enums import ANSWERED_IN, CirclesState
from fairlead.mentoringcircles.forms import AnswerForm, chosen
from fairlead.mentoringcircles.queries import asked, circles
from fairlead.programmes.enums import Side


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say at which times one could; once circles are told, one's own."""
    writes = request.method == "POST"
    answer = policies.fetch_own(request.actor, pk, to=policies.can_say if writes else policies.is_own)
    session, at = answer.session, timezone.now()
    if writes and session.state not in ANSWERED_IN:
        messages.warning(request, _("Answers are not taken any more."))
        return redirect("mentoringcircles:mine", pk=pk)
    times = asked.times(session)
    leads = answer.participation.side == Side.MENTOR
    form = AnswerForm(
        request.POST if writes else None,
        times=[(str(one.pk), date_format(localtime(one.starts_at), "l j F, H:i")) for one in times],
        leads=leads,
        initial={"times": [str(one.pk) for one in answer.times.all()], "circles": answer.circles},
    )
    if writes:
        if not form.is_valid():
            raise Http404
        wanted = [one for one in times if one.pk in chosen(form)]
        with told(request, _("Thank you, your answer is kept.")):
            asking.answer(answer, wanted, form.cleaned_data.get("circles", 1), by=request.actor, at=at)
        return redirect("mentoringcircles:mine", pk=pk)
    own = circles.own(answer) if session.state == CirclesState.PUBLISHED else []
    context = {
        "lost": circles.lost(answer) if session.state == CirclesState.PUBLISHED and not own else [],
        "answer": answer,
        "session": session,
        "programme": session.round.programme,
        "form": form,
        "leads": leads,
        "open": session.state in ANSWERED_IN
        and end_of_day(session.answer_by) > at
        and policies.can_say(request.actor, answer),
        "circles": [one for _seat, one in own],
        "can_decline": policies.can_say(request.actor, answer)
        and any(one.starts_at > at for _seat, one in own),
    }
    return render(request, "mentoringcircles/mine.html", context)


@never_cache
@require_POST
@login_required
def decline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say that one does not come."""
    answer = policies.fetch_own(request.actor, pk, to=policies.can_say)
    with told(request, _("You are out, and the others of your circle are told.")):
        telling.take_out_all(answer, by=request.actor, at=timezone.now())
    return redirect("mentoringcircles:mine", pk=pk)
