"""Who may apply: the rules as sentences, and what they say of the present staff."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.programmes import policies, queries
from fairlead.programmes.actions import eligibility as actions
from fairlead.programmes.enums import EligibilityTest, Part, Side
from fairlead.programmes.forms.eligibility import RuleForm
from fairlead.programmes.queries import eligibility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairlead.programmes.models import EligibilityRule, Programme

TONES = {"passed": "good", "failed": "problem", "unknown": "watch"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rules(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The rules of one side, tested against the present staff; put them in order or settle them."""
    programme = policies.fetch(request.actor, pk, to=policies.can_test_eligibility)
    side = _side(request)
    if request.method == "POST":
        if not policies.can_edit(request.actor, programme):
            raise Http404
        return _arranged(request, programme, side)
    among = eligibility.subjects(programme, side)
    listed = eligibility.rules(programme, side)
    taken_over = queries.inherits(programme, Part.ELIGIBILITY)
    context = _frame(programme, side) | {
        "rules": [_listed(rule, programme, side, among) for rule in listed],
        "can_edit": policies.can_edit(request.actor, programme) and not taken_over,
        "can_settle": policies.can_edit(request.actor, programme) and programme.parent is not None,
        "taken_over": queries.owner(programme, Part.ELIGIBILITY) if taken_over else None,
        "kinds": _kinds(among),
        "tabs": _tabs(programme, side),
        **_tested(request, programme, listed, among),
    }
    return render(request, "programmes/eligibility.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rule(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write one rule, new or there already; the count of staff follows while it is written."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    if queries.inherits(programme, Part.ELIGIBILITY):
        return redirect("programmes:eligibility", programme.pk)
    standing = _standing(request, programme)
    side = standing.side if standing else _side(request)
    among = eligibility.subjects(programme, side)
    subject, test = _about(request, standing, among)
    posted = request.POST if request.method == "POST" else None
    form = RuleForm(posted, subject=subject, test=test, rule=standing)
    trying = request.POST.get("do") == "try"
    if posted is not None and form.is_valid() and not trying:
        return _kept(request, programme, side, subject.key, test, form, standing)
    listed = eligibility.rules(programme, side)
    if standing is None or (form.is_bound and form.is_valid()):
        listed = _with(listed, programme, side, subject.key, test, form, standing)
    context = _frame(programme, side) | {
        "form": form,
        "heading": f"{subject.label} {EligibilityTest(test).label}",
        "new": standing is None,
        **_tested(request, programme, listed, among),
    }
    return render(
        request,
        "programmes/eligibility_rule.html",
        context,
        status=422 if form.errors and not trying else 200,
    )


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _side(request: ActorRequest) -> str:
    side = request.GET.get("side", Side.MENTEE.value)
    if side not in Side.values:
        raise Http404
    return side


def _standing(request: ActorRequest, programme: "Programme") -> "EligibilityRule | None":
    named = request.GET.get("rule", "")
    return get_object_or_404(eligibility.own_rules(programme), pk=_identity(named)) if named else None


def _about(
    request: ActorRequest, standing: "EligibilityRule | None", among: "Sequence[eligibility.Subject]"
) -> tuple[eligibility.Subject, str]:
    """What the rule is about and how it compares: as it stands, or as the address says, `grade.at_least`."""
    named = f"{standing.subject}.{standing.test}" if standing else request.GET.get("new", "")
    key, _dot, test = named.rpartition(".")
    subject = next((one for one in among if one.key == key and test in one.tests), None)
    if subject is None:
        raise Http404
    return subject, test


def _with(
    listed: "list[EligibilityRule]",
    programme: "Programme",
    side: str,
    subject: str,
    test: str,
    form: RuleForm,
    standing: "EligibilityRule | None",
) -> "list[EligibilityRule]":
    """The rules as they would be with the one that is being written, as far as it can be read."""
    needs_value = {"number", "options"} & form.fields.keys()
    if needs_value and not (form.is_bound and not needs_value & form.errors.keys()):
        return listed
    value = form.value if form.is_bound else []
    written = eligibility.unsaved_rule(programme, side=side, subject=subject, test=test, value=value)
    if standing is None:
        return [*listed, written]
    return [written if one.pk == standing.pk else one for one in listed]


def _kept(
    request: ActorRequest,
    programme: "Programme",
    side: str,
    subject: str,
    test: str,
    form: RuleForm,
    standing: "EligibilityRule | None",
) -> HttpResponse:
    given, by, at = form.cleaned_data, request.actor, timezone.now()
    words = actions.Wording(
        value=form.value, explanation=given["explanation"], exceptions_by=given["exceptions_by"]
    )
    try:
        if standing is None:
            actions.add_rule(programme, side=side, subject=subject, test=test, words=words, by=by, at=at)
        else:
            actions.change_rule(standing, words=words, by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Saved."))
    return _back(programme, side)


def _arranged(request: ActorRequest, programme: "Programme", side: str) -> HttpResponse:
    doing, by, at = request.POST.get("do") or request.GET.get("do", ""), request.actor, timezone.now()
    try:
        if doing == "own":
            actions.settle_rules(programme, by=by, at=at)
            messages.success(request, _("The rules are this programme’s own now."))
        elif doing == "inherit":
            actions.take_rules_over(programme, by=by, at=at)
            messages.success(request, _("The rules of the programme above hold again."))
        elif doing in {"up", "down", "remove"}:
            _with_rule(request, programme, doing)
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return _back(programme, side)


def _with_rule(request: ActorRequest, programme: "Programme", doing: str) -> None:
    pk = _identity(request.POST.get("rule") or request.GET.get("rule", ""))
    standing = get_object_or_404(eligibility.own_rules(programme), pk=pk)
    by, at = request.actor, timezone.now()
    if doing == "remove":
        actions.remove_rule(standing, by=by, at=at)
        messages.success(request, _("The rule is removed."))
    else:
        actions.move_rule(standing, steps=-1 if doing == "up" else 1, by=by, at=at)


def _back(programme: "Programme", side: str) -> HttpResponseRedirect:
    return redirect(f"{reverse('programmes:eligibility', args=[programme.pk])}?side={side}")


def _frame(programme: "Programme", side: str) -> dict[str, Any]:
    back = f"{reverse('programmes:eligibility', args=[programme.pk])}?side={side}"
    return {"programme": programme, "side": side, "side_label": Side(side).label, "back_url": back}


def _tabs(programme: "Programme", side: str) -> list[dict[str, Any]]:
    here = reverse("programmes:eligibility", args=[programme.pk])
    labels = {Side.MENTEE: _("Mentees"), Side.MENTOR: _("Mentors")}
    return [
        {"label": labels[one], "url": f"{here}?side={one.value}", "current": one == side}
        for one in (Side.MENTEE, Side.MENTOR)
    ]


def _listed(
    rule: "EligibilityRule", programme: "Programme", side: str, among: "Sequence[eligibility.Subject]"
) -> dict[str, Any]:
    here = reverse("programmes:eligibility", args=[programme.pk])
    return {
        "rule": rule,
        "sentence": eligibility.sentence(rule, among),
        "remove_url": f"{here}?side={side}&do=remove&rule={rule.pk}",
    }


def _kinds(among: "Sequence[eligibility.Subject]") -> list[dict[str, str]]:
    """What a new rule can say, as the beginning of a sentence."""
    return [
        {"value": f"{one.key}.{test}", "label": f"{one.label} {EligibilityTest(test).label} …"}
        for one in among
        for test in one.tests
    ]


def _tested(
    request: ActorRequest,
    programme: "Programme",
    listed: "list[EligibilityRule]",
    among: "Sequence[eligibility.Subject]",
) -> dict[str, Any]:
    """What the rules say of the staff whom the actor may see."""
    today = timezone.localdate()
    round = eligibility.round_ahead(programme)
    days = eligibility.days_of(round, programme, today=today)
    people = eligibility.staff(policies.staff_of(request.actor, programme))
    search = " ".join(asked(request, "person").split())[:100]
    against = next((rule for rule in listed if str(rule.pk) == asked(request, "against")), None)
    found = (
        eligibility.why_not(
            search, listed, people, days, among, on=today, against=against.pk if against else None
        )
        if search or against
        else []
    )
    return {
        "against": against,
        "against_sentence": eligibility.sentence(against, among) if against else "",
        "stored": {rule.pk for rule in listed if not rule._state.adding},
        "most_found": eligibility.MOST_FOUND,
        "trial": eligibility.tried(listed, people, days, among, on=today),
        "days": days,
        "search": search,
        "found": [_found(one) for one in found],
    }


def _found(one: eligibility.Explained) -> dict[str, Any]:
    words = {
        "passed": _("May apply"),
        "failed": _("May not apply"),
        "unknown": _("Not known"),
    }
    short = {"passed": _("met"), "failed": _("not met"), "unknown": _("not known")}
    return {
        "person": one.affiliation.person,
        "unit": one.affiliation.unit,
        "word": words[one.outcome],
        "tone": TONES[one.outcome],
        "verdicts": [
            {"said": said, "word": short[said.outcome], "tone": TONES[said.outcome]} for said in one.verdicts
        ],
    }
