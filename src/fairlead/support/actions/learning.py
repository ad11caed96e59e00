"""Remind people of training that is asked of them and that they have not done."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.nudges import Nudge
from fairlead.kernel.times import day_of
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, RoundState
from fairlead.programmes.models import Participation
from fairlead.training.enums import Need
from fairlead.training.models import Lift
from fairlead.training.queries.sessions import expected
from fairlead.training.queries.standing import Item, Learner, learners

# Days after somebody joined, or after their pair began.
AFTER = {Need.BEFORE_MATCHING.value: (7, 14), Need.BEFORE_MEETING.value: (3, 10)}
LATEST = timedelta(days=30)
RECENT = timedelta(days=60)


def nudges(*, at: datetime) -> list[Nudge]:
    """Training that is missing: before the matching a week and two after joining, else after the pair began.

    Twice at most. Nobody is reminded of what they have a place for, or what a coordinator lets them leave
    out. Seven queries.
    """
    today = day_of(at)
    began = _began(today)
    lately = [pk for pk, day in began.items() if day > today - RECENT]
    taking_part = Participation.objects.filter(
        Q(joined_at__gt=at - RECENT) | Q(pk__in=lately),
        state=ParticipationState.ACTIVE,
        round__state__in=[RoundState.OPEN, RoundState.CLOSED],
    )
    people = list(taking_part.select_related("person", "round__programme__parent"))
    lacking = [one for one in learners(people, at=at) if one.missing] if people else []
    return _once(lacking, began, at=at) if lacking else []


def _once(lacking: list[Learner], began: dict[UUID, date], *, at: datetime) -> list[Nudge]:
    """What is due; who is in two rounds of a programme hears of a module once."""
    coming = expected([one.participation.person_id for one in lacking], at=at)
    lifted = set(Lift.objects.values_list("participation", flat=True))
    found: dict[tuple[UUID, UUID, str, str], Nudge] = {}
    for one in lacking:
        own = one.participation
        asked = {Need.BEFORE_MEETING.value: began.get(own.pk)}
        if own.pk not in lifted and own.pk not in began:
            asked[Need.BEFORE_MATCHING.value] = day_of(own.joined_at)
        for need, since in asked.items():
            items = [
                item for item in one.missing if item.need == need and not _is_expected(one, item, coming)
            ]
            if items and since is not None and (number := _due(need, since, day_of(at))):
                name = (own.person_id, own.round.programme_id, own.side, need)
                found.setdefault(name, _nudge(one, need, items, number))
    return list(found.values())


def _began(today: date) -> dict[UUID, date]:
    """When the live pairs that are not resting began, of each participation the first; two queries."""
    going = [state for state in LIVE_STATES if state != MentorshipState.PAUSED]
    pairs = Mentorship.objects.filter(state__in=going, introduced_at__isnull=False, starts_on__lte=today)
    found: dict[UUID, date] = {}
    for side in ("mentor", "mentee"):
        first = pairs.order_by().values(side).annotate(began=Min("starts_on"))
        found |= dict(first.values_list(side, "began"))
    return found


def _is_expected(one: Learner, item: Item, coming: set[tuple[UUID, UUID]]) -> bool:
    return (one.participation.person_id, item.to_open.pk) in coming


def _due(need: str, since: date, today: date) -> int:
    """Which reminder is due, from 1; 0 when none is, or its day is long past."""
    days = AFTER[need]
    if today > since + timedelta(days=days[-1]) + LATEST:
        return 0
    return sum(since + timedelta(days=after) <= today for after in days)


def _nudge(one: Learner, need: str, items: list[Item], number: int) -> Nudge:
    person, programme = one.participation.person, one.participation.round.programme
    count, minutes = len(items), sum(item.to_open.minutes for item in items)
    titles = ", ".join(dict.fromkeys(item.to_open.title for item in items))
    with translation.override(person.language):
        said = {"titles": titles, "minutes": minutes}
        before = (
            _("Before you are matched: %(titles)s. About %(minutes)d minutes in all.")
            if need == Need.BEFORE_MATCHING
            else _("Before your first meeting: %(titles)s. About %(minutes)d minutes in all.")
        )
        title = ngettext(
            "One module of your training is still open",
            "%(count)d modules of your training are still open",
            count,
        )
        return Nudge(
            key=f"training:{one.participation.pk}:{need}:{number}",
            person=person.pk,
            email=person.email,
            name=person.name,
            language=person.language,
            title=title % {"count": count},
            text=before % said,
            url=settings.BASE_URL + reverse("training:mine"),
            action=_("Open your training"),
            programme=programme,
        )
