"""Mentoring circles: asked, formed the best, told to each, and kept true when somebody leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.queries import circling
from fairlead.matching.queries.computing import CannotMatch
from fairlead.mentoringcircles import tasks
from fairlead.mentoringcircles.actions import asking, forming, moving, telling
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.mentoringcircles.models import CircleSession, CircleTime
from fairlead.mentoringcircles.queries import asked, calendars, wording
from fairlead.mentoringcircles.queries import telling as queries
from fairlead.notifications.models import Letter
from fairlead.preferences.actions import arranging as wishes
from fairlead.preferences.actions import stating
from fairlead.preferences.enums import Deed
from fairlead.preferences.queries import cards
from fairlead.programmes.enums import ParticipationState
from tests import factories
from tests.mentoringcircles.gathering import GIVEN, MENTEES, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def rather_not(here, who, other):
    """Somebody says in confidence whom they would rather not be paired with."""
    wishes.arrange(here.people.round, until=here.at.date() + timedelta(days=7), by=here.people.by, at=here.at)
    key = cards.key_of(here.of[who], here.part(other).pk)
    by = factories.actor(here.of[who].person)
    stating.state(here.of[who], Deed.RATHER_NOT, key, by=by, at=here.at)


def forbid(here, mentee, mentor):
    """A coordinator's word that two are kept apart."""
    pair = {"mentee": here.part(mentee), "mentor": here.part(mentor)}
    ruling.rule(kind=RulingKind.FORBID, reason="", **pair, by=here.people.by, at=here.at)


def letters(name):
    """(kind, method of the appointment, its sequence) of the letters to somebody, in their order."""
    found = []
    sent = Letter.objects.filter(to_email=f"{name.lower()}@northport.example", kind__startswith="mentoringc")
    for one in sorted(sent, key=lambda letter: letter.key.rsplit(":", 1)[1]):
        if not one.calendar:
            found.append((one.kind.partition("-")[2],))
            continue
        calendar = Calendar.from_ical(one.calendar)
        (event,) = calendar.walk("VEVENT")
        found.append((one.kind.partition("-")[2], str(calendar["METHOD"]), int(event["SEQUENCE"])))
    return sorted(found, key=len)


def leave(here, name):
    part = here.part(name)
    part.state = ParticipationState.LEFT
    part.save()


def test_everybody_is_asked_once_and_who_joins_later_is_asked_later(here):
    here.ask()
    assert letters("Chen") == letters("Ana") == [("asked",)]
    here.people.mentee("Gina")
    assert [here.do(asking.ask).state for _twice in range(2)] == [CirclesState.ASKING] * 2
    assert letters("Gina") == letters("Chen") == [("asked",)]


def test_circles_are_formed_of_those_who_answered_with_a_time(here):
    here.everybody(Finn="")
    now = here.form()
    assert now.state == CirclesState.FORMED
    assert sorted(name for line in here.circles() for name in line.split(": ")[1].split()) == list(
        MENTEES[:3]
    )
    assert now.tiers["seated"] == [3, 3]
    before = here.circles()
    here.form()
    assert here.circles() == before


def test_time_and_area_are_shared_and_nobody_sits_with_whom_they_are_kept_apart(here):
    forbid(here, "Dana", "Ana")
    here.people.mentee("Gina", ("Taxation",))
    here.of["Gina"] = here.people.people["Gina"]
    here.everybody(Ana="1", Boris="2", Chen="1", Eva="1", Dana="12", Finn="2")
    here.form()
    assert here.circles() == ["Ana: Chen Eva", "Boris: Dana Finn"]


def test_a_mentor_leads_as_many_as_they_would_and_who_is_on_both_sides_leads(here):
    here.people.mentee("Both", who=here.part("Ana").person)
    here.of["Both"] = here.people.people["Both"]
    here.everybody(Boris="")
    here.form()
    assert len(here.circles()) == 1
    assert "Both" not in here.circles()[0]
    here.answer("Ana", circles=0)
    here.answer("Boris", circles=2)
    here.form()
    assert sum(line.count("Ana") for line in here.circles()) == 1
    assert all(line.startswith("Boris: ") for line in here.circles())


def test_whom_somebody_rules_out_is_not_sat_with_and_nothing_tells_it(here):
    rather_not(here, "Ana", "Dana")
    here.everybody(Boris="")
    here.form()
    assert here.circles() == ["Ana: Chen Eva Finn"]
    wrong_time = here.people.mentee("Gina")
    here.of["Gina"] = wrong_time
    here.ask()
    other = "2" if here.circle().time == asked.times(here.session)[0] else "1"
    here.answer("Gina", other)
    refused = []
    for name in ("Dana", "Gina"):
        with pytest.raises(moving.NotPossible) as said:
            here.do(moving.seat, here.part(name), here.circle())
        refused.append(str(said.value.sentence))
    assert refused[0] == refused[1]
    assert here.circles() == ["Ana: Chen Eva Finn"]


def test_the_page_is_told_how_many_more_smaller_circles_would_seat(here, monkeypatch):
    here.everybody(Ana="1", Boris="2", Chen="1", Dana="1", Eva="1", Finn="2")
    assert "smaller" not in here.form().tiers
    changed = GIVEN | {"answer_by": here.session.answer_by, "least": 3}
    here.people.mentee("Gina")
    here.of["Gina"] = here.people.people["Gina"]
    here.ask()
    here.answer("Gina", "2")
    here.do(asking.change, changed, [])
    now = here.form()
    assert (now.tiers["seated"], now.tiers["smaller"]) == ([3, 3], [2, 5])
    known = circling.work

    def too_many(round, said, sizes, *, at):
        if sizes[0] == 2:
            raise CannotMatch("too many")
        return known(round, said, sizes, at=at)

    monkeypatch.setattr(circling, "work", too_many)
    assert "smaller" not in here.form().tiers


def test_somebody_is_moved_by_hand_out_and_back(here):
    here.everybody(Boris="")
    here.form()
    now = here.do(moving.seat, here.part("Dana"), None)
    assert (now.by_hand, here.circles()) == (True, ["Ana: Chen Eva Finn"])
    here.do(moving.seat, here.part("Dana"), here.circle())
    assert here.circles() == ["Ana: Chen Dana Eva Finn"]
    with pytest.raises(AlreadyMoved):
        moving.seat(now, here.part("Dana"), None, seen=now.revision, by=here.people.by, at=here.at)
    here.do(moving.place, here.circle(), "Lighthouse", "")
    assert (here.circle().place, here.form().by_hand) == ("Lighthouse", False)


def test_each_gets_a_letter_with_their_circle_and_an_appointment(here):
    here.publish(Finn="2", Boris="", Ana="1")
    assert letters("Chen") == [("asked",), ("published", "REQUEST", 1)]
    assert letters("Finn") == [*letters("Boris")[:1], ("none",)]
    letter = Letter.objects.get(kind="mentoringcircles-published", to_email="chen@northport.example")
    assert [name in letter.text for name in ("Ana", "Dana", "Eva", "Finn", "Boat house")] == [
        True, True, True, False, True
    ]  # fmt: skip
    (appointment,) = calendars.appointments(here.part("Chen").person_id, since=here.at)
    assert (appointment.starts_at, appointment.minutes) == (asked.starts(here.session)[0], 90)


def test_a_pair_ruled_out_after_the_circles_were_formed_is_not_told_of(here):
    here.everybody(Boris="")
    here.form()
    rather_not(here, "Ana", "Dana")
    with pytest.raises(telling.OutOfDate) as refused:
        here.do(telling.publish)
    assert not {"Ana", "Dana"} & set(str(refused.value.sentence).split())
    here.form()
    here.do(telling.publish)
    assert here.circles() == ["Ana: Chen Eva Finn"]


def test_who_answers_otherwise_before_circles_are_told_is_looked_at_again(here):
    here.everybody(Boris="")
    here.form()
    here.answer("Dana", "")
    with pytest.raises(telling.OutOfDate):
        here.do(telling.publish)


def test_two_tabs_do_everything_once(here):
    settled = GIVEN | {"answer_by": here.session.answer_by}
    times = asked.starts(here.session)
    again = asking.plan(here.people.round, settled, times, by=here.people.by, at=here.at)
    assert again == here.session
    old = here.publish()
    acts = {"seen": old.revision, "by": here.people.by, "at": here.at}
    for late in (telling.publish, forming.form, asking.ask):
        with pytest.raises(asking.Told):
            late(old, **acts)
    with pytest.raises(asking.NotThen):
        here.answer("Chen")
    assert CircleSession.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "days"),
    [({"answer_by": 8}, (7,)), ({}, ()), ({}, (-1, 7)), ({}, (7, 7 + 1 / 24)), ({}, (7, 3000))],
    ids=[
        "answers after the first time",
        "no time",
        "a time that has passed",
        "two that overlap",
        "a time too far off",
    ],
)
def test_times_that_do_not_fit_are_refused(here, given, days):
    settled = GIVEN | {
        "title": "Other",
        "answer_by": (here.at + timedelta(days=given.get("answer_by", 3))).date(),
    }
    times = [here.at + timedelta(days=day) for day in days]
    with pytest.raises(asking.NotThen):
        asking.plan(here.people.round, settled, times, by=here.people.by, at=here.at)


def test_last_days_of_the_calendar_are_refused(here):
    times, last = asked.starts(here.session), datetime.max.replace(tzinfo=UTC)
    for given, when in ((date.max, times), (here.session.answer_by, [*times, last])):
        settled = GIVEN | {"title": "Other", "answer_by": given}
        with pytest.raises(asking.NotThen):
            asking.plan(here.people.round, settled, when, by=here.people.by, at=here.at)


def test_longer_meetings_that_would_overlap_are_refused_after_asking(here):
    here.ask()
    first, second = asked.times(here.session)[:2]
    CircleTime.objects.filter(pk=second.pk).update(starts_at=first.starts_at + timedelta(minutes=100))
    changed = GIVEN | {"answer_by": here.session.answer_by, "minutes": 120}
    with pytest.raises(asking.NotThen, match="overlap"):
        here.do(asking.change, changed, [])


def test_other_circles_of_a_title_that_stands_are_refused_not_lost(here):
    times, settled = asked.starts(here.session), GIVEN | {"answer_by": here.session.answer_by}
    for given, when in ((settled | {"least": 3}, times), (settled, times[:1])):
        with pytest.raises(Refused, match="of this title already"):
            asking.plan(here.people.round, given, when, by=here.people.by, at=here.at)


def test_a_circle_that_has_met_is_not_called_off(here):
    now = here.publish()
    later = asked.starts(now)[-1] + timedelta(minutes=1)
    with pytest.raises(asking.NotThen):
        telling.settle(now, here.circle(), goes_on=False, by=here.people.by, at=later)
    assert not Letter.objects.filter(kind="mentoringcircles-cancelled").exists()


def test_a_worker_that_stumbles_leads_back_to_asking(here, monkeypatch):
    monkeypatch.setattr("fairlead.matching.queries.circling.AT_ONCE", 1)
    here.everybody()
    now = here.form()
    monkeypatch.setattr("fairlead.engine.circles.form", lambda _gathering: 1 / 0)
    assert forming.carry_out(now.pk, at=here.at)
    assert (here.now().state, here.now().failed) == (CirclesState.ASKING, True)


def test_sizes_change_after_asking_and_times_do_not(here):
    here.ask()
    before = asked.starts(here.session)
    changed = GIVEN | {"answer_by": here.session.answer_by, "least": 4}
    now = here.do(asking.change, changed, [])
    assert (now.least, asked.starts(now)) == (4, before)


def test_many_possible_circles_are_formed_by_the_worker_once(here, monkeypatch):
    monkeypatch.setattr("fairlead.matching.queries.circling.AT_ONCE", 1)
    here.everybody()
    now = here.form()
    assert (now.state, here.circles()) == (CirclesState.FORMING, [])
    with pytest.raises(AlreadyMoved):
        here.form()
    later = here.at + forming.LOST_AFTER + timedelta(minutes=1)
    assert [tasks.sweep(at=later) for _twice in range(2)] == [1, 0]
    assert [forming.carry_out(now.pk, at=here.at) for _twice in range(2)] == [True, False]
    assert (here.now().state, len(here.circles())) == (CirclesState.FORMED, here.now().circles.count())
    assert here.circles() != []


def test_what_is_changed_while_a_worker_forms_circles_is_formed_once_more(here, monkeypatch):
    monkeypatch.setattr("fairlead.matching.queries.circling.AT_ONCE", 1)
    here.everybody()
    waits = here.form()
    of_before = forming.circling.form

    def changed_meanwhile(*given, **more):
        monkeypatch.setattr("fairlead.matching.queries.circling.form", of_before)
        here.do(asking.change, GIVEN | {"answer_by": here.session.answer_by, "most": 3}, [])
        return of_before(*given, **more)

    monkeypatch.setattr("fairlead.matching.queries.circling.form", changed_meanwhile)
    sent = []
    monkeypatch.setattr("fairlead.mentoringcircles.actions.forming.enqueue", lambda *job: sent.append(job))
    assert forming.carry_out(waits.pk, at=here.at) is False
    assert sent == [(forming.JOB, waits.pk)]
    assert forming.carry_out(waits.pk, at=here.at) is True
    assert here.now().state == CirclesState.FORMED


def test_letters_tell_how_large_circles_are_as_they_were_settled(here):
    here.ask()
    said = "planned, on an area that you want. In each circle: one mentor and 2 to 4 mentees."
    assert said in " ".join(Letter.objects.get(to_name="Chen").text.split())
    changed = {"mentors_least": 2, "mentors_most": 2, "least": 4, "most": 4}
    for name, value in changed.items():
        setattr(here.session, name, value)
    assert wording.sizes(here.session) == "two mentors and 4 mentees"


def test_a_worker_that_finds_none_leads_back_to_asking(here, monkeypatch):
    monkeypatch.setattr("fairlead.matching.queries.circling.AT_ONCE", 1)
    here.everybody()
    now = here.form()
    monkeypatch.setattr("fairlead.engine.circles.MOST_MENTEES", 1)
    assert forming.carry_out(now.pk, at=here.at)
    assert (here.now().state, here.now().failed) == (CirclesState.ASKING, True)


def test_who_leaves_is_taken_out_and_a_small_circle_waits_for_a_decision(here):
    here.publish(Boris="", Eva="", Finn="")
    by = here.people.by
    assert queries.todos(by, here.at) == []
    leave(here, "Dana")
    assert [tasks.sweep(at=here.at) for _twice in range(2)] == [1, 0]
    assert here.circles() == ["Ana: Chen"]
    assert letters("Dana")[1:] == [("published", "REQUEST", 1), ("left", "CANCEL", 2)]
    assert letters("Chen")[1:] == [("published", "REQUEST", 1), ("changed", "REQUEST", 2)]
    (todo,) = queries.todos(by, here.at)
    assert (todo.count, todo.programme) == (1, here.people.round.programme_id)
    telling.settle(here.now(), here.circle(), goes_on=True, by=by, at=here.at)
    assert queries.todos(by, here.at) == []
    telling.settle(here.now(), here.circle(), goes_on=False, by=by, at=here.at)
    assert letters("Chen")[-1] == ("cancelled", "CANCEL", 3)
    with pytest.raises(AlreadyMoved):
        telling.settle(here.now(), here.circle(), goes_on=True, by=by, at=here.at)


def test_calling_off_tells_whoever_sits_in_a_circle(here):
    here.publish(Boris="", Finn="")
    telling.cancel(here.now(), by=here.people.by, at=here.at)
    assert {name: letters(name)[-1] for name in ("Ana", "Chen", "Finn")} == {
        "Ana": ("cancelled", "CANCEL", 2),
        "Chen": ("cancelled", "CANCEL", 2),
        "Finn": ("asked",),
    }
    with pytest.raises(AlreadyMoved):
        telling.cancel(here.now(), by=here.people.by, at=here.at)


def test_nothing_is_undone_once_circles_have_met(here):
    now = here.publish(Boris="")
    later = asked.starts(now)[1] + timedelta(minutes=1)
    with pytest.raises(asking.NotThen):
        telling.cancel(now, by=here.people.by, at=later)
    with pytest.raises(asking.NotThen):
        telling.take_out(here.seat("Chen"), by=here.people.by, at=later)
    assert telling.take_out_all(here.asked("Chen"), by=here.people.by, at=later) == 0
