"""The pages of the form: write, save while typing, check, send."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.applications import policies, queries
from fairlead.applications.actions import carrying, drafting
from fairlead.applications.enums import ApplicationState, Step
from fairlead.applications.forms.earlier import answered_under
from fairlead.applications.forms.steps import StepForm, collisions, news, without_nul
from fairlead.applications.queries import asking, eligibility
from fairlead.applications.views import eligible
from fairlead.applications.views.answers import answer_rows
from fairlead.kernel import shown
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries as programmes
from fairlead.questions.choosing import in_chosen_language, links
from fairlead.questions.enums import Reader
from fairlead.questions.queries import Page

if TYPE_CHECKING:
    from fairlead.applications.models import Application


def first_page(application: "Application") -> str:
    """Where writing begins."""
    return asking.pages(application)[0].slug


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@in_chosen_language
def step(request: ActorRequest, pk: UUID, step: str) -> HttpResponse:
    """One page of the form; answers are saved while typing, on Save, and on Continue."""
    application = policies.fetch(request.actor, pk, to=policies.is_own)
    if application.state != ApplicationState.DRAFT and request.method != "POST":
        return redirect("applications:status", application.pk)
    if request.method == "POST" and (asked := answered_under(application, request.POST)) is not None:
        return _from_earlier_form(request, application, asked)
    changed = request.method != "POST" and _carried_over(request, application)
    if step == Step.CHECK:
        return check(request, application)
    page = next((one for one in asking.pages(application) if one.slug == step), None)
    if page is None and changed:
        return redirect("applications:step", application.pk, first_page(application))
    if page is None:
        raise Http404
    if request.method == "POST":
        return _save(request, application, page)
    return _page(request, application, page, StepForm(application, page))


def _carried_over(request: ActorRequest, application: "Application") -> bool:
    """Move the draft to the form that holds now, and tell its writer what changed."""
    carried = carrying.carry_over(application, at=timezone.now())
    if carried is None:
        return False
    told = [_("The form has changed since you began. What you wrote is kept.")]
    if carried.new:
        told.append(_("New: %(questions)s.") % {"questions": _quoted(carried.new)})
    if carried.left:
        told.append(_left(carried.left))
    messages.warning(request, " ".join(told))
    return True


def _left(labels: list[str]) -> str:
    return _("No longer asked, or asked differently: %(questions)s.") % {"questions": _quoted(labels)}


def _from_earlier_form(
    request: ActorRequest, application: "Application", asked: tuple[Page, StepForm, QueryDict]
) -> HttpResponse:
    """Keep what was written on a page of the form as it was; the writer goes on with the form as it is."""
    page, form, posted = asked
    found = news(form, posted)
    typing = "X-Autosave" in request.headers
    try:
        drafting.save(application, found.fields, timezone.now(), unfinished=found.unfinished)
        left = carrying.take_in(application, page.own, found.own)
    except Refused as refusal:
        return _too_late(request, application, str(refusal.sentence), typing=typing)
    told = _("The form was changed while you wrote. What you wrote is kept; look through the new pages.")
    told = f"{told} {_left(left)}" if left else told
    if typing:
        return render(
            request, "applications/as_shown.html", {"refused": told, "version": request.POST["version"]}
        )
    messages.warning(request, told)
    return redirect("applications:step", application.pk, first_page(application))


def _page(
    request: ActorRequest,
    application: "Application",
    page: Page,
    form: StepForm,
    *,
    notes: Mapping[str, object] | None = None,
) -> HttpResponse:
    pages = asking.pages(application)
    slugs = [one.slug for one in pages]
    place = slugs.index(page.slug)
    context = {
        "application": application,
        "programme": application.programme,
        "form": form,
        "page": page,
        "step": page.slug,
        "labels": _labels(pages),
        "languages": links(application.form_version),
        "current": place + 1,
        "before": slugs[place - 1] if place else "",
        "after": _after(application, page),
        "closed": not queries.takes_applications(application.round, at=timezone.now()),
        "units": programmes.units(application.programme) if "unit_name" in form.fields else [],
        "version": application.form_version_id or "",
        "as_shown": shown.carried(shown.posted(form, request.POST) if form.is_bound else shown.marks(form)),
        **(notes or {}),
    }
    return render(request, "applications/step.html", context, status=422 if form.errors else 200)


def _labels(pages: list[Page]) -> list[str]:
    return [*(page.title for page in pages), str(Step.CHECK.label)]


def _after(application: "Application", page: Page) -> str:
    slugs = [one.slug for one in asking.pages(application)] + [Step.CHECK.value]
    return slugs[slugs.index(page.slug) + 1]


def _save(request: ActorRequest, application: "Application", page: Page) -> HttpResponse:
    posted = without_nul(request.POST)
    form = StepForm(application, page, posted)
    form.is_valid()
    both, others = collisions(form, posted)
    found = news(form, posted)
    typing = "X-Autosave" in request.headers
    try:
        if found:
            drafting.save(
                application,
                found.fields,
                timezone.now(),
                unfinished=found.unfinished,
                own=found.own,
                unread=found.unread,
            )
    except Refused as refusal:
        return _too_late(request, application, str(refusal.sentence), typing=typing)
    notes = {"both": _quoted(both), "others": _quoted(others)}
    if typing:
        return _typed(request, application, form, posted, notes)
    if both:
        text = _("You had also changed this in another window: %(fields)s. What you wrote last is kept.")
        messages.warning(request, text % {"fields": notes["both"]})
    if posted.get("go") == "save":
        messages.success(request, _("Saved. You can go on later, also on another device."))
        return redirect("applications:step", application.pk, page.slug)
    if form.errors:
        return _page(request, application, page, form, notes=notes)
    return redirect("applications:step", application.pk, _after(application, page))


def _typed(
    request: ActorRequest,
    application: "Application",
    form: StepForm,
    posted: QueryDict,
    notes: Mapping[str, object],
) -> HttpResponse:
    unread = [str(form.fields[name].label) for name in form.unreadable()]
    carried = shown.carried(shown.posted(form, posted))
    version = application.form_version_id or ""
    context = {"as_shown": carried, "unread": _quoted(unread), "version": version, **notes}
    return render(request, "applications/as_shown.html", context)


def _quoted(labels: list[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels)


def _too_late(
    request: ActorRequest, application: "Application", sentence: str, *, typing: bool
) -> HttpResponse:
    if typing:
        return render(request, "applications/as_shown.html", {"refused": sentence})
    messages.error(request, sentence)
    return redirect("applications:status", application.pk)


def check(request: ActorRequest, application: "Application") -> HttpResponse:
    """All answers before sending; sending checks again, also whether the form is still the same."""
    status = 200
    if request.method == "POST":
        if _carried_over(request, application):
            return redirect("applications:step", application.pk, Step.CHECK)
        try:
            drafting.submit(application, request.actor, timezone.now())
        except drafting.AnswersMissing:
            status = 422
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("applications:status", application.pk)
        else:
            return _sent(request, application)
    queries.load_answers(application)
    pages = asking.pages(application)
    context = {
        "application": application,
        "programme": application.programme,
        "rows": answer_rows(application, private=True, change=True, reader=Reader.NOBODY),
        "missing": queries.missing_answers(application),
        "checked": eligible.told(eligibility.check(application, on=timezone.localdate())),
        "labels": _labels(pages),
        "current": len(pages) + 1,
        "closed": not queries.takes_applications(application.round, at=timezone.now()),
        "needs_approval": queries.needs_approval(application),
    }
    return render(request, "applications/check.html", context, status=status)


def _sent(request: ActorRequest, application: "Application") -> HttpResponse:
    other = queries.draft_on_other_side(application)
    if other is None:
        messages.success(request, _("Your application is sent. A letter confirms it."))
        return redirect("applications:status", application.pk)
    messages.success(
        request, _("Sent. Now your second application; what you said about yourself is in it already.")
    )
    return redirect("applications:step", other.pk, first_page(other))
