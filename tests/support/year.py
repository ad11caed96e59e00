"""A year of forty pairs of the demo's people, day by day: what they do, and what their workers do."""

from datetime import timedelta
from itertools import cycle, islice

from django.db.models import Q

from fairlead.kernel.actors import NOBODY
from fairlead.mentorships import actions, tasks
from fairlead.mentorships.actions import holding
from fairlead.mentorships.enums import LIVE_STATES, EndReason, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.portal.demo.calendar import Calendar
from fairlead.portal.demo.founding import Scene, found_institutions, found_programmes, welcome_people
from fairlead.portal.demo.history import FINISHED_ROUND, RUNNING_ROUND
from fairlead.portal.demo.remembering import remember
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Programme, Round
from fairlead.support import tasks as support
from fairlead.training.enums import Need
from tests.support import scenes
from tests.surveys import asking
from tests.training import learning

PAIRS = 40
MEETS, NEVER, STOPS, LEAVES, COMPLETES = "meets", "never", "stops", "leaves", "completes"
EVERY = 28
STOPS_AFTER = 40
LEFT_ON, COMPLETED_ON = 75, 150
DAYS = 365


def begin(at):
    """Forty starting pairs, by what they will do; some of the people are in two."""
    scene = Scene(calendar=Calendar(at))
    found_institutions(scene)
    welcome_people(scene)
    found_programmes(scene)
    known = [*FINISHED_ROUND, *RUNNING_ROUND]
    wanted = [pair._replace(state="starting", ended="", extra_weeks=0) for pair in known]
    _round(scene, "Year", wanted, at)
    _round(scene, "Beside it", wanted[: PAIRS - len(wanted)], at)
    _lessons_and_questions(at)
    pairs = list(Mentorship.objects.order_by("round__name", "pk"))
    return dict(zip([pair.pk for pair in pairs], islice(cycle(deeds()), len(pairs)), strict=True))


def deeds():
    """What pairs do, in turn."""
    return [MEETS, NEVER, STOPS, LEAVES, COMPLETES]


def _round(scene, name, pairs, at):
    today = at.date()
    round = Round.objects.create(
        programme=scene.programmes["safe-harbour"],
        name=name,
        state=RoundState.CLOSED,
        starts_on=today,
        ends_on=today + timedelta(days=DAYS - 10),
    )
    before = at - timedelta(days=30)
    remember(scene, round, pairs, applied_at=before, decided_at=before)


def _lessons_and_questions(at):
    """A module everybody is to do before the first meeting, and a survey in which nobody answers."""
    programme = Programme.objects.get(slug="safe-harbour")
    learning.module(programme, need=Need.BEFORE_MEETING)
    for round in Round.objects.all():
        asking.wave(round, at=at, opens_on=at.date(), closes_on=at.date() + timedelta(days=60))


def live(deeds_by_pair, at, day):
    """What the pairs do on this day."""
    if day % EVERY != 5 and day not in (LEFT_ON, COMPLETED_ON):
        return
    for pair in Mentorship.objects.filter(state__in=LIVE_STATES).select_related(*scenes.PEOPLE):
        deed = deeds_by_pair[pair.pk]
        if day % EVERY == 5 and deed != NEVER and (deed != STOPS or day < STOPS_AFTER):
            by = NOBODY
            holding.log(pair, starts_at=at - timedelta(hours=2), minutes=60, by=by, at=at)
        if deed == LEAVES and day == LEFT_ON:
            actions.end_early(scenes.loaded(pair), reason=EndReason.TIME, by=NOBODY, at=at)
        if deed == COMPLETES and day == COMPLETED_ON:
            actions.complete(scenes.loaded(pair), by=NOBODY, at=at)


def work(at):
    """One turn of the sweep, as far as pairs are concerned."""
    return tasks.sweep(at=at) + support.sweep(at=at)


def reminders():
    """Letters of reminders that left, gathered or held back and then sent whole: (address, day) of each."""
    reminds = Q(kind="reminders") | ~Q(still="")
    gone = Letter.objects.filter(reminds, state__in=["waiting", "sent"])
    return [(letter.to_email, letter.written_at.date()) for letter in gone]


def ended_states():
    """States in which nobody is reminded."""
    return [MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY]
