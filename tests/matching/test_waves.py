"""Offers go out in waves: at once, on a day, or when the wave before is answered; never too many."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from fairlead.kernel.errors import Refused
from fairlead.kernel.tokens import derived
from fairlead.matching import tasks
from fairlead.matching.actions import answering, boards, waves
from fairlead.matching.actions.waves import CannotPlan, Time
from fairlead.matching.enums import BoardKind, ProposalState, RulingKind, WaveProblem, WaveState, WaveTime
from fairlead.matching.models import Answer, OfferWave, Proposal, Ruling
from fairlead.matching.queries import board as queries
from fairlead.matching.queries import waves as told
from fairlead.matching.queries import ways
from fairlead.matching.queries.offers import to_offer
from fairlead.matching.queries.todos import todos
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState
from tests.matching import approving
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FRIDAY = date(2026, 10, 9)
ON_FRIDAY = Time(WaveTime.DAY, FRIDAY)
AFTER = Time(WaveTime.AFTER)
NAMES = ("Chen", "Dana", "Emil", "Fay")


@pytest.fixture
def here():
    people = pool()
    for name in ("Ana", "Boris", "Carla", "Dmitri"):
        people.mentor(name)
    for name in NAMES:
        people.mentee(name)
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


def pairs(here, run, *names):
    return to_offer(run).filter(mentee__in=[here.people[name].pk for name in names])


def send(here, run, at, *names):
    return waves.send_now(run, proposals=pairs(here, run, *names), by=here.by, at=at)


def plan(here, run, at, *names, time=ON_FRIDAY):
    return waves.plan(run, proposals=pairs(here, run, *names), time=time, by=here.by, at=at)


def say(here, name, at, *, yes):
    for side in ("mentee", "mentor") if yes else ("mentor",):
        answer = Answer.objects.get(proposal__mentee=here.people[name], side=side)
        answering.give(derived("offer", answer.pk), yes=yes, private_reason="", at=at)


def offered(run):
    found = Proposal.objects.filter(run=run, state=ProposalState.OFFERED)
    return {one.mentee.person.name for one in found.select_related("mentee__person")}


def row(run, number=1):
    (found,) = [one for one in told.of_run(run) if one.wave.number == number]
    return found


def state(run, number=1):
    return row(run, number).wave.state


def test_wave_counts_what_became_of_it(here, run, at):
    send(here, run, at, "Chen", "Dana", "Emil")
    say(here, "Chen", at, yes=True)
    say(here, "Dana", at, yes=False)
    found = row(run)
    assert (found.pairs, dict(found.counts)) == (3, {"accepted": 1, "refused": 1, "offered": 1})
    assert tasks.sweep(at=at + 20 * DAY)
    assert dict(row(run).counts) == {"accepted": 1, "refused": 1, "expired": 1}


def test_planned_wave_goes_out_in_the_morning_of_its_day_and_the_team_is_told(here, run, at):
    plan(here, run, at, "Chen", "Dana")
    early = at.replace(day=9, hour=4)
    tasks.sweep(at=early)
    assert offered(run) == set()
    tasks.sweep(at=at.replace(day=9))
    assert offered(run) == {"Chen", "Dana"}
    assert state(run) == WaveState.SENT
    tasks.sweep(at=at.replace(day=9, hour=12))
    assert Letter.objects.filter(kind="waves", to_email=here.coordinator.email).count() == 1
    assert Answer.objects.count() == 4


def test_wave_waits_until_all_before_it_are_answered(here, run, at):
    send(here, run, at, "Chen", "Dana")
    plan(here, run, at, "Emil", time=AFTER)
    say(here, "Chen", at, yes=True)
    tasks.sweep(at=at)
    assert offered(run) == {"Dana"}
    say(here, "Dana", at, yes=False)
    tasks.sweep(at=at)
    assert offered(run) == {"Emil"}


def test_wave_does_not_follow_one_that_could_not_be_sent(here, run, at):
    plan(here, run, at, "Chen")
    plan(here, run, at, "Dana", time=AFTER)
    Ruling.objects.create(
        round=here.round,
        mentee=here.people["Chen"],
        mentor=pairs(here, run, "Chen")[0].mentor,
        kind=RulingKind.FORBID,
        made_at=at,
    )
    tasks.sweep(at=at + 5 * DAY)
    found = row(run)
    assert (found.wave.state, found.wave.problem) == (WaveState.MISSED, WaveProblem.NOTHING)
    assert [why for _names, why in found.held_back] == ["The pair has been forbidden."]
    assert (state(run, 2), offered(run)) == (WaveState.PLANNED, set())


def test_wave_whose_wave_before_never_goes_out_says_so(team, here, run, at):
    first = plan(here, run, at, "Chen")
    plan(here, run, at, "Dana", time=AFTER)
    waits = "Planned for when the wave before is answered"
    assert waits in text(team.get(url("run", run.pk)))
    waves.call_off(first, by=here.by, at=at)
    assert (row(run, 2).stuck, row(run).stuck) == (True, False)
    page = text(team.get(url("run", run.pk)))
    assert waits not in page
    assert "The wave before was not sent, so this one waits: change its time" in page


def test_pair_goes_out_as_it_stands_on_the_day(here, run, at):
    plan(here, run, at, "Chen", "Dana")
    board = queries.load(run)
    chen, danas = str(here.people["Chen"].pk), board.pairs[str(here.people["Dana"].pk)]
    way = next(one for one in ways.of_pair(board, chen, danas) if one.kind == ways.SWAP)
    change = boards.Plan(BoardKind.PAIR, chen, danas, way.moves)
    made = boards.change(run, change, number=0, by=here.by, at=at)
    boards.undo(made, by=here.by, at=at)
    boards.redo(made, by=here.by, at=at)
    tasks.sweep(at=at + 5 * DAY)
    assert str(Proposal.objects.get(mentee=chen, state=ProposalState.OFFERED).mentor_id) == danas


def test_no_more_offers_than_places_and_who_is_held_back_is_told(here, at):
    here.mentor("Edita", places=2)
    run = here.run(at)
    mentor = here.people["Edita"]
    Proposal.objects.filter(run=run).update(mentor=mentor)
    plan(here, run, at, *NAMES)
    tasks.sweep(at=at + 5 * DAY)
    assert len(offered(run)) == 2
    assert {why for _names, why in row(run).held_back} == {"All places of the mentor are taken or offered."}
    letter = Letter.objects.get(kind="waves")
    assert letter.key.startswith("wave:")


def test_pair_that_is_not_approved_is_held_back(at):
    scene = approving.stage(at)
    scene.ask(at)
    every = to_offer(scene.run)
    waves.plan(scene.run, proposals=every, time=ON_FRIDAY, by=scene.people.by, at=at)
    tasks.sweep(at=at + 5 * DAY)
    assert any(why.startswith("Not approved yet by") for _names, why in row(scene.run).held_back)


def test_pair_is_in_one_planned_wave_and_an_empty_one_is_called_off(here, run, at):
    plan(here, run, at, "Chen", "Dana")
    plan(here, run, at, "Dana", time=Time(WaveTime.DAY, FRIDAY + DAY))
    assert (row(run).pairs, row(run, 2).pairs) == (1, 1)
    send(here, run, at, "Chen")
    assert (state(run), state(run, 2), state(run, 3)) == ("called_off", "planned", "sent")


def test_planned_wave_is_changed_and_called_off(here, run, at):
    wave = plan(here, run, at, "Chen")
    monday = Time(WaveTime.DAY, FRIDAY + 3 * DAY)
    waves.change(wave, proposals=pairs(here, run, "Dana", "Emil"), time=monday, by=here.by, at=at)
    tasks.sweep(at=at + 5 * DAY)
    assert offered(run) == set()
    waves.call_off(OfferWave.objects.get(pk=wave.pk), by=here.by, at=at)
    tasks.sweep(at=at + 10 * DAY)
    assert (offered(run), state(run)) == (set(), WaveState.CALLED_OFF)
    with pytest.raises(CannotPlan):
        waves.change(wave, proposals=pairs(here, run, "Dana"), time=monday, by=here.by, at=at)


def test_wave_of_an_older_run_or_a_finished_round_is_not_sent(here, run, at):
    plan(here, run, at, "Chen")
    newer = here.run(at, base=run)
    tasks.sweep(at=at)
    assert (state(run), row(run).wave.problem) == (WaveState.MISSED, WaveProblem.NEWER)
    plan(here, newer, at, "Chen")
    here.round.state = RoundState.FINISHED
    here.round.save()
    tasks.sweep(at=at)
    assert (state(newer), row(newer).wave.problem) == (WaveState.MISSED, WaveProblem.OVER)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "time", [Time(WaveTime.DAY, date(2026, 10, 5)), Time(WaveTime.DAY), AFTER, Time(WaveTime.NOW)]
)
def test_wave_needs_a_time_to_come(here, run, at, time):
    with pytest.raises(CannotPlan):
        plan(here, run, at, "Chen", time=time)


def test_wave_needs_pairs_of_the_newest_run(here, run, at):
    with pytest.raises(CannotPlan):
        plan(here, run, at)
    here.run(at, base=run)
    with pytest.raises(Refused):
        plan(here, run, at, "Chen")


@pytest.fixture
def team(client, here):
    client.force_login(here.coordinator)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def url(name, *args):
    return reverse(f"matching:{name}", args=args)


def test_the_best_are_ticked_and_planned_and_the_page_of_the_run_tells_each_wave(team, here, run, at):
    page = team.get(url("send", run.pk), {"best": "2"})
    ticked = [one.row.proposal.pk for one in page.context["choices"] if one.ticked]
    assert len(ticked) == 2
    day = localdate() + 4 * DAY
    sent = {"pair": ticked, "when": "day", "day": day.isoformat()}
    done = text(team.post(url("send", run.pk), sent, follow=True))
    assert f"Wave 1 is planned for {date_format(day, 'j F')}, eight o’clock." in done
    assert f"Planned for {date_format(day, 'j F')}" in done
    assert [one.title for one in todos(here.by, at=at)] == ["Decide on 2 proposed pairs"]
    rest = text(team.get(url("send", run.pk)))
    assert rest.count("Planned in wave 1; ticked here, it leaves that wave.") == 2


def test_without_a_word_the_offers_go_out_now(team, here, run):
    pair = pairs(here, run, "Chen")[0].pk
    done = text(team.post(url("send", run.pk), {"pair": [pair]}, follow=True))
    assert "1 pair has been written to." in done
    assert state(run) == WaveState.SENT


def test_page_of_a_wave_shows_its_pairs_and_takes_others(team, here, run, at):
    wave = plan(here, run, at, "Chen")
    page = team.get(url("wave", wave.pk))
    assert [one.row.mentee.name for one in page.context["choices"] if one.ticked] == ["Chen"]
    day = localdate() + 9 * DAY
    sent = {"pair": [pairs(here, run, "Dana")[0].pk], "when": "day", "day": day.isoformat()}
    assert f"Planned for {date_format(day, 'j F')}" in text(
        team.post(url("wave", wave.pk), sent, follow=True)
    )
    bad = team.post(url("wave", wave.pk), {**sent, "day": "soon"})
    assert (bad.status_code, "Choose the day on which they are to be sent." in text(bad)) == (422, True)
    gone = text(team.post(url("call_off_wave", wave.pk), follow=True))
    assert "The wave is called off. Nobody has been written to." in gone
    assert team.get(url("wave", wave.pk)).status_code == 302


@pytest.mark.parametrize("day", ["soon", "2001-01-01"])
def test_what_was_ticked_stays_ticked_when_the_day_is_wrong(team, here, run, day):
    sent = {"pair": [pairs(here, run, "Dana")[0].pk], "when": "day", "day": day}
    page = team.post(url("send", run.pk), sent)
    assert page.status_code == 422
    assert [one.row.mentee.name for one in page.context["choices"] if one.ticked] == ["Dana"]
    assert f'value="{day}"' in text(page)


@pytest.mark.parametrize("name", ["run", "send"])
def test_page_asks_the_database_as_often_for_one_wave_as_for_three(team, here, run, at, name):
    counts = []
    for one in NAMES[:3]:
        plan(here, run, at, one)
        team.get(url(name, run.pk))
        with CaptureQueriesContext(connection) as captured:
            assert team.get(url(name, run.pk)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[2]
