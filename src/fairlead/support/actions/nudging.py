"""What the two of each live pair should be reminded of now."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from fairlead.kernel.nudges import Nudge
from fairlead.kernel.times import day_of
from fairlead.mentorships.enums import MentorshipState, PlanStage, Review
from fairlead.mentorships.models import Mentorship, Plan
from fairlead.mentorships.queries import plans
from fairlead.people.models import Person
from fairlead.programmes.enums import Format
from fairlead.programmes.patience import Patience, patience_of
from fairlead.support.actions import pulsing
from fairlead.support.enums import CaseOrigin, CaseState
from fairlead.support.judging import Signs, is_silent, last_sign
from fairlead.support.models import Case
from fairlead.support.queries import pulses
from fairlead.support.queries.health import signs_of, with_dates

LATEST = timedelta(days=60)
SINCE = "%Y%m%d"
SILENT = "silent:"


def nudges(*, at: datetime) -> list[Nudge]:
    """Everything live pairs are to be reminded of, said before or not; one query.

    Once each pair: a first meeting, a plan that stays where it is, how it is going, and silence. Whether they
    have met is asked by letters of the meetings themselves.
    """
    pairs = with_dates(Mentorship.objects.filter(introduced_at__isnull=False), at=at).select_related(
        "plan", "round__programme", "mentor__person", "mentee__person"
    )
    return [nudge for pair in pairs for nudge in of_pair(pair, today=day_of(at))]


def of_pair(pair: Mentorship, *, today: date) -> Iterator[Nudge]:
    """What is due for both of a pair; nothing while it rests, before it begins, or after its last day."""
    signs, patience = signs_of(pair), patience_of(pair.round.programme)
    if pair.state == MentorshipState.PAUSED or signs.left or not pair.starts_on <= today <= pair.ends_on:
        return
    for person, other in _both(pair):
        with translation.override(person.language):
            if is_silent(signs, patience=patience, today=today):
                yield _silent(pair, person, other, signs)
                continue
            if _lacks_first_meeting(signs, patience, today):
                yield _first_meeting(pair, person, other)
            yield from _plan(pair, person, other, patience, today)
            yield from _pulse(pair, person, other, patience, today)


def silence_key(pair: UUID, since: date, person: UUID) -> str:
    """By what the notice before a coordinator looks is known."""
    return f"{SILENT}{pair}:{since.strftime(SINCE)}:{person}"


def _both(pair: Mentorship) -> tuple[tuple[Person, str], tuple[Person, str]]:
    one, other = pair.mentee.person, pair.mentor.person
    return (one, other.name), (other, one.name)


def _lacks_first_meeting(signs: Signs, patience: Patience, today: date) -> bool:
    waits = signs.state == MentorshipState.STARTING and signs.last_met is None
    booked = signs.next_on is not None or signs.choosing
    due = signs.starts_on + timedelta(days=patience.first_meeting)
    return waits and not booked and due <= today <= due + LATEST


def _first_meeting(pair: Mentorship, person: Person, other: str) -> Nudge:
    return _nudge(
        pair,
        person,
        key=f"first-meeting:{pair.pk}:{person.pk}",
        title=_("Fix your first meeting with %(name)s") % {"name": other},
        text=_("Your mentorship has begun, and no date is set yet. Half an hour is enough for a start."),
        path=reverse("mentorships:plan_meeting", args=[pair.pk]),
        action=_("Find a date"),
    )


def _plan(pair: Mentorship, person: Person, other: str, patience: Patience, today: date) -> Iterator[Nudge]:
    plan: Plan | None = getattr(pair, "plan", None)
    wait = timedelta(days=patience.plan)
    review = plans.due(pair, plan, today=today)
    if review is not None and plan is not None:
        due = plans.mid_on(pair) if review == Review.MID else plans.end_on(pair)
        if today >= due + wait:
            yield _review(pair, person, other, review)
    elif plan is not None and plan.state == PlanStage.WRITING:
        if today >= day_of(plan.begun_at) + wait:
            yield _unfinished(pair, person, other, plan)
    elif plan is None and pair.round.programme.format == Format.FORMAL:
        met = pair.state == MentorshipState.ACTIVE
        if met and today >= pair.starts_on + wait:
            yield _no_plan(pair, person, other)


def _review(pair: Mentorship, person: Person, other: str, review: Review) -> Nudge:
    return _nudge(
        pair,
        person,
        key=f"plan:{pair.pk}:{review.value}:{person.pk}",
        title=_("Look at your goals with %(name)s") % {"name": other},
        text=_("Your review is waiting: ten minutes together, one level for each goal."),
        path=reverse("mentorships:review", args=[pair.pk, review.value]),
        action=_("Begin the review"),
    )


def _unfinished(pair: Mentorship, person: Person, other: str, plan: Plan) -> Nudge:
    return _nudge(
        pair,
        person,
        key=f"plan:{pair.pk}:{plan.state}:{plan.revision}:{person.pk}"
        if plan.agreed_at
        else f"plan:{pair.pk}:writing:{person.pk}",
        title=_("Agree on your plan with %(name)s") % {"name": other},
        text=_("It is begun and not yet agreed. It may change later, so it need not be perfect."),
        path=reverse("mentorships:plan", args=[pair.pk]),
        action=_("Open the plan"),
    )


def _no_plan(pair: Mentorship, person: Person, other: str) -> Nudge:
    return _nudge(
        pair,
        person,
        key=f"plan:{pair.pk}:none:{person.pk}",
        title=_("Begin your plan with %(name)s") % {"name": other},
        text=_("One goal is enough for a start; there are examples for every area."),
        path=reverse("mentorships:plan", args=[pair.pk]),
        action=_("Open the plan"),
    )


def _pulse(pair: Mentorship, person: Person, other: str, patience: Patience, today: date) -> Iterator[Nudge]:
    number = pulses.due_number(pair, patience, today=today)
    if number:
        yield _nudge(
            pair,
            person,
            key=f"pulse:{pair.pk}:{number}:{person.pk}",
            title=_("How is it going with %(name)s?") % {"name": other},
            text=_("One tap, no words, no sign-in. Nobody sees who tapped what."),
            path=reverse("support:pulse", args=[pulses.secret_of(pair.pk, number, person.pk)]),
            action=_("Give one to five thumbs"),
            noted=partial(pulsing.ask, pair.pk, number, person.pk),
        )


def _silent(pair: Mentorship, person: Person, other: str, signs: Signs) -> Nudge:
    return _nudge(
        pair,
        person,
        key=silence_key(pair.pk, last_sign(signs), person.pk),
        title=_("Are you and %(name)s still meeting?") % {"name": other},
        text=_(
            "We have heard nothing for a long time. Log a meeting or plan one. If nothing comes within "
            "%(days)d days, a coordinator will ask how you are; nothing ends by itself."
        )
        % {"days": patience_of(pair.round.programme).notice},
        path=reverse("mentorships:meetings", args=[pair.pk]),
        action=_("Say how it stands"),
        can_wait=False,
    )


def _nudge(pair: Mentorship, person: Person, *, path: str, **said: object) -> Nudge:
    return Nudge(
        person=person.pk,
        email=person.email,
        name=person.name,
        language=person.language,
        url=f"{settings.BASE_URL}{path}",
        programme=pair.round.programme,
        pair=pair.pk,
        **said,  # type: ignore[arg-type]
    )


def case_nudges(*, at: datetime) -> list[Nudge]:
    """Cases that opened by themselves, for their owners; one query."""
    opened = Case.objects.filter(origin=CaseOrigin.SILENT, state=CaseState.OPEN, owner__is_active=True)
    return [_case(case) for case in opened.select_related("owner", "programme")]


def _case(case: Case) -> Nudge:
    owner = case.owner
    assert owner is not None
    with translation.override(owner.language):
        return Nudge(
            key=f"case:{case.pk}:{owner.pk}",
            person=owner.pk,
            email=owner.email,
            name=owner.name,
            language=owner.language,
            title=_("A pair has been silent for long"),
            text=_("It was asked, and nothing has come. You decide what happens; nothing ends by itself."),
            url=settings.BASE_URL + reverse("support:case", args=[case.pk]),
            action=_("Open the case"),
            programme=case.programme,
            can_wait=False,
        )
