"""Hand over a role in the team: what is theirs, and to whom it goes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.people.actions import know_person
from fairlead.programmes import actions, forms, policies
from fairlead.programmes.succession import belongings


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What somebody of the team hands over, and to whom."""
    member = policies.fetch_member(request.actor, pk)
    at = timezone.now()
    form = forms.SuccessorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = know_person(email=form.cleaned_data["email"], name=form.cleaned_data["name"], at=at)
        try:
            actions.hand_over(member, person, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            said = _("Handed over to %(name)s; both have a letter.") % {"name": person.name}
            messages.success(request, said)
            if member.person_id == request.actor.person_id:
                return redirect("portal:home")
            return redirect("programmes:detail", member.programme_id)
    context = {
        "programme": member.programme,
        "member": member,
        "mine": member.person_id == request.actor.person_id,
        "belongings": belongings(member, at=at),
        "form": form,
    }
    return render(request, "programmes/hand_over.html", context, status=422 if form.errors else 200)
