"""Data go on their day, by the rule of their programme, round or partner; what is counted stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.audit.models import Entry
from fairlead.evaluation.queries import facts
from fairlead.matching.models import Answer, Proposal, Ruling, Run, Unmatched
from fairlead.mentorships.models import Mentorship, Thanks
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.privacy.actions import pruning, ruling
from fairlead.privacy.forms import RuleForm
from fairlead.privacy.models import Keeping
from fairlead.privacy.queries import outlook
from fairlead.privacy.queries.terms import Terms
from fairlead.programmes import keeping
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.recruitment.models import Invitation
from fairlead.sealed.models import Sealed
from fairlead.support.models import Pulse
from tests import factories
from tests.partnerships import arranging
from tests.privacy.scenes import BEGAN, DAY, EVE, OVER, past
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


def left(programme):
    return {kind for (kind, _key), number in keeping.held(programme.pk).items() if number}


def figures(programme, at):
    return facts.of_programmes(facts.outlines([programme]), at=at)[programme.pk]


def test_everything_stays_until_the_eve_and_goes_on_the_day():
    scene = past()
    assert pruning.prune_due(at=EVE) == 0
    assert scene.of("Chen").hopes == "To grow."
    assert pruning.prune_due(at=DAY) > 0
    assert left(scene.round.programme) == set()
    gone = scene.of("Chen")
    assert (gone.hopes, gone.line_manager_email, gone.erased_at) == ("", "", DAY)
    assert (gone.state, gone.institution) == ("accepted", scene.people.home)
    assert set(Proposal.objects.values_list("runner_up", flat=True)) == {None}
    assert [one.parts for one in Proposal.objects.all()] == [[]] * Proposal.objects.count()
    assert {str(one.reason) for one in Unmatched.objects.all()} == {"{}"}
    assert [one.private_reason for one in Answer.objects.all()] == [""]
    assert [one.reason for one in Ruling.objects.all()] == [""]
    assert (Thanks.objects.count(), Sealed.objects.count()) == (0, 0)
    assert Invitation.objects.get().name == ""
    assert "ines" not in Invitation.objects.get().email


def test_figures_are_what_they_were():
    scene = past()
    programme = scene.round.programme
    before = figures(programme, DAY)
    results = [one.result for one in scene.runs]
    pruning.prune_due(at=DAY)
    assert figures(programme, DAY) == before
    assert len(before.applied) == 6
    assert [Run.objects.get(pk=one.pk).result for one in scene.runs] == results


def test_who_was_declined_has_no_name_left_and_still_counts_as_one_person():
    scene = past()
    again = factories.application(
        scene.round, Side.MENTOR, scene.declined.person, state=ApplicationState.WITHDRAWN
    )
    pruning.prune_due(at=DAY)
    one, other = (Application.objects.get(pk=pk) for pk in (scene.declined.pk, again.pk))
    assert one.person == other.person != scene.declined.person
    assert (one.person.name, one.person.is_active, one.person.email.split("@")[1]) == (
        "Name erased",
        False,
        "erased.invalid",
    )
    assert one.approval.supervisor_name == ""
    assert scene.of("Dana").person == scene.people.people["Dana"].person


def test_a_run_keeps_its_figures_and_says_that_its_people_have_gone(client):
    scene = past()
    client.force_login(scene.people.coordinator)
    first, second = scene.runs
    assert "Chen" in client.get(reverse("matching:run", args=[second.pk])).content.decode()
    pruning.prune_due(at=DAY)
    stored = Run.objects.get(pk=second.pk)
    assert set(stored.frozen) == {"counts"}
    page = client.get(reverse("matching:run", args=[second.pk]))
    shown = text(page)
    assert "Its people’s data have gone" in shown
    assert f"{second.result['total_score']}" in shown
    assert not [name for name in ("Ana", "Boris", "Chen", "Dana", "Emil") if name in shown]
    for url in (
        reverse("matching:compare", args=[second.pk, first.pk]),
        reverse("matching:alternatives", args=[second.pk, scene.people.people["Chen"].pk]),
        reverse("matching:fairness", args=[second.pk]),
    ):
        assert "can no longer be said" in text(client.get(url, follow=True))
    said = client.post(reverse("matching:rerun", args=[second.pk]), follow=True)
    assert "can no longer be said" in text(said)
    assert Run.objects.count() == 2


def test_nothing_of_another_programme_is_touched():
    scene, other = past(), factories.programme(retention_months=120)
    theirs = factories.application(
        factories.round(other, ends_on=OVER, starts_on=date(2023, 11, 1), opens_on=None, closes_on=None),
        hopes="Mine.",
        who=scene.of("Chen").person,
    )
    pruning.prune_due(at=DAY)
    assert Application.objects.get(pk=theirs.pk).hopes == "Mine."
    assert left(other) == {"applications"}


def test_a_pair_that_runs_on_keeps_what_its_two_need():
    scene = past(state="active", ended_on=None)
    pruning.prune_due(at=DAY)
    assert [scene.of(name).hopes for name in ("Ana", "Chen", "Dana")] == ["To grow.", "To grow.", ""]
    assert (Thanks.objects.count(), Mentorship.objects.get().reasons) == (1, ["Both"])
    Mentorship.objects.update(state="completed", ended_on=date(2026, 6, 30))
    pruning.prune_due(at=datetime(2028, 6, 29, 12, tzinfo=UTC))
    assert Thanks.objects.count() == 1
    pruning.prune_due(at=datetime(2028, 6, 30, 12, tzinfo=UTC))
    assert (Thanks.objects.count(), scene.of("Chen").hopes) == (0, "")


@pytest.mark.parametrize(("at", "left"), [(EVE, 1), (DAY, 0)])
def test_how_somebody_said_it_was_going_goes_with_their_pair(at, left):
    pair = past().pair
    said = {"number": 1, "asked_at": BEGAN, "expires_at": BEGAN, "thumbs": 2, "answered_at": BEGAN}
    Pulse.objects.create(mentorship=pair, person=pair.mentee.person, fingerprint="p" * 64, **said)
    pruning.prune_due(at=at)
    assert Pulse.objects.count() == left


def test_a_run_loses_only_those_whose_time_is_over():
    scene = past()
    person = scene.of("Chen").person
    key = keeping.Part(scene.round.pk, person.pk)
    for one in keeping.keepers():
        one.prune([key], at=DAY)
    stored = Run.objects.get(pk=scene.runs[1].pk)
    assert stored.pruned_at is None
    assert len(stored.frozen["mentees"]) == len(scene.runs[1].frozen["mentees"]) - 1
    assert str(scene.people.people["Chen"].pk) not in str(stored.frozen)
    assert stored.frozen["counts"]["base"] == len(scene.runs[1].frozen["base"])
    assert scene.of("Dana").hopes == "To grow."


@pytest.mark.parametrize("months", [1, 12])
def test_a_coordinator_lets_a_round_go_sooner(months):
    scene = past()
    by = scene.people.by
    ruling.rule(scene.round, months=months, held_until=None, reason="", by=by, at=EVE)
    assert pruning.prune_due(at=EVE) > 0
    assert left(scene.round.programme) == set()


def test_a_month_is_one_month():
    form = RuleForm({"months": "2"}, most=1)
    assert form.errors["months"] == ["People were told 1 month; it can only be sooner."]


def test_a_round_is_never_kept_longer_than_people_were_told():
    scene = past()
    with pytest.raises(ruling.LongerThanPromised):
        ruling.rule(scene.round, months=25, held_until=None, reason="", by=scene.people.by, at=EVE)


@pytest.mark.parametrize(("until", "reason"), [(date(2026, 5, 1), "A claim"), (date(2027, 5, 1), " ")])
def test_a_hold_has_a_reason_and_a_day_to_come(until, reason):
    scene = past()
    with pytest.raises(ruling.HoldUnclear):
        ruling.rule(scene.round, months=None, held_until=until, reason=reason, by=scene.people.by, at=EVE)


def test_while_a_round_is_held_nothing_goes_and_the_day_after_it_does():
    scene = past()
    until = date(2026, 9, 1)
    ruling.rule(scene.round, months=3, held_until=until, reason="A claim", by=scene.people.by, at=EVE)
    assert pruning.prune_due(at=DAY) == 0
    assert pruning.prune_due(at=datetime(2026, 9, 1, 12, tzinfo=UTC)) == 0
    assert pruning.prune_due(at=datetime(2026, 9, 2, 12, tzinfo=UTC)) > 0


def test_what_goes_is_recorded_in_kinds_and_numbers_without_a_name():
    scene = past()
    pruning.prune_due(at=DAY)
    entry = Entry.objects.get(verb="erased by rule")
    assert entry.details["applications"] == 6
    assert entry.details["runs"] == 2
    assert entry.thing_label == scene.round.programme.name
    assert set(map(type, entry.details.values())) == {int}


def test_a_day_is_done_once(django_assert_num_queries):
    past()
    assert pruning.prune_due(at=DAY) > 0
    with django_assert_num_queries(1):
        assert pruning.prune_due(at=DAY + timedelta(hours=2)) == 0


def test_it_goes_in_portions_and_the_next_sweep_takes_up_what_is_left(monkeypatch):
    scene = past()
    monkeypatch.setattr(pruning, "PORTION", 1)
    monkeypatch.setattr(pruning, "PORTIONS", 2)
    sweeps = 0
    while left(scene.round.programme):
        assert pruning.prune_due(at=DAY) > 0
        sweeps += 1
    assert sweeps > 2
    pruning.prune_due(at=DAY)
    assert Keeping.objects.get(programme=scene.round.programme).swept_on == DAY.date()


def test_a_portion_goes_whole_or_not_at_all(monkeypatch):
    scene = past()

    def breaks(*_args, **_kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("fairlead.training.actions.keeping.prune", breaks)
        with pytest.raises(RuntimeError):
            pruning.portion(scene.round.programme, at=DAY)
        assert pruning.prune_due(at=DAY) == 0
    assert scene.of("Chen").hopes == "To grow."
    assert pruning.prune_due(at=DAY) > 0


def test_partners_people_go_by_their_arrangement(at):
    two = arranging.in_force(at, kept_months=6)
    round = factories.round(two.programme, state=RoundState.FINISHED)
    theirs = factories.application(round, unit=factories.unit(two.coast), hopes="Theirs.")
    ours = factories.application(round, unit=factories.unit(two.programme.lead), hopes="Ours.")
    pruning.prune_due(at=datetime(2027, 11, 14, 12, tzinfo=UTC))
    assert Application.objects.get(pk=theirs.pk).hopes == "Theirs."
    pruning.prune_due(at=datetime(2027, 11, 15, 12, tzinfo=UTC))
    assert [Application.objects.get(pk=one.pk).hopes for one in (theirs, ours)] == ["", "Ours."]


def test_what_a_pair_wrote_goes_by_the_shorter_promise_of_its_two(at):
    two = arranging.in_force(at, kept_months=6)
    round = factories.round(two.programme, state=RoundState.FINISHED)
    homes = {Side.MENTOR: two.programme.lead, Side.MENTEE: two.coast}
    halves = [
        factories.application(round, side, unit=factories.unit(home)).participation
        for side, home in homes.items()
    ]
    over = date(2026, 12, 1)
    pair = factories.mentorship(round, *halves, state="completed", ended_on=over, reasons=["Both"])
    assert Terms(two.programme).goes(keeping.Pair(pair.pk)) == date(2027, 6, 1)
    Arrangement.objects.update(state="ended", document={"words": {"kept_months": 6, "data_then": "go"}})
    Partnership.objects.update(state="ended", closed_at=at, ends_on=at.date())
    assert Terms(two.programme).goes(keeping.Pair(pair.pk)) == over


def test_data_of_a_partner_that_left_with_them_go_at_once(at):
    two = arranging.in_force(at, data_then="go")
    round = factories.round(two.programme)
    state = ApplicationState.WITHDRAWN
    theirs = factories.application(round, unit=factories.unit(two.coast), state=state, hopes="Theirs.")
    Arrangement.objects.update(state="ended")
    Partnership.objects.update(state="ended", closed_at=at, ends_on=at.date())
    pruning.prune_due(at=at)
    assert Application.objects.get(pk=theirs.pk).hopes == ""


def rolling(**fields):
    return factories.round(
        **{"rolling": True, "opens_on": None, "closes_on": None, "starts_on": None, "ends_on": None, **fields}
    )


@pytest.mark.parametrize(
    ("state", "goes"),
    [("submitted", False), ("waitlisted", False), ("accepted", False), ("declined", True), ("draft", True)],
)
def test_in_a_rolling_intake_each_goes_after_its_own_end(at, state, goes):
    made = factories.application(rolling(), state=ApplicationState(state), hopes="To grow.", decided_at=at)
    pruning.prune_due(at=at.replace(year=2028) - timedelta(days=1))
    assert Application.objects.get(pk=made.pk).hopes == "To grow."
    pruning.prune_due(at=at.replace(year=2028))
    assert (Application.objects.get(pk=made.pk).hopes == "") is goes


def test_a_mentee_of_a_rolling_intake_goes_after_their_pair_unless_they_ask_again(at):
    round = rolling()
    mentor, mentee, asks = (
        factories.application(round, side, hopes="To grow.", decided_at=at, places=2)
        for side in (Side.MENTOR, Side.MENTEE, Side.MENTEE)
    )
    ended = {"state": "completed", "ended_on": date(2027, 1, 31)}
    factories.mentorship(round, mentor.participation, mentee.participation, **ended)
    pair = factories.mentorship(round, mentor.participation, asks.participation, place=2, **ended)
    factories.asked_again(pair)
    pruning.prune_due(at=datetime(2029, 2, 1, tzinfo=UTC))
    hopes = [Application.objects.get(pk=one.pk).hopes for one in (mentor, mentee, asks)]
    assert hopes == ["To grow.", "", "To grow."]


def test_the_page_says_what_goes_when_in_counts(client):
    scene = past()
    client.force_login(scene.people.coordinator)
    shown = text(client.get(reverse("privacy:programme", args=[scene.round.programme_id])))
    assert "15 May 2026" in shown
    assert "Answers in applications" in shown
    assert "Chen" not in shown
    found = next(one for one in outlook.of_programme(scene.round.programme, today=EVE.date()) if one.round)
    assert dict(found.goings[0].kinds)["Answers in applications"] == 6


def test_the_page_takes_as_many_queries_for_three_rounds_as_for_one(client, django_assert_num_queries):
    scene = past()
    programme = scene.round.programme
    client.force_login(scene.people.coordinator)
    url = reverse("privacy:programme", args=[programme.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _more in range(2):
        factories.application(factories.round(programme, state=RoundState.PLANNED))
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_a_coordinator_settles_a_round_on_its_page(client):
    scene = past()
    client.force_login(scene.people.coordinator)
    url = reverse("privacy:round", args=[scene.round.pk])
    refused = client.post(url, {"months": "25", "held_until": "2099-01-01", "reason": ""})
    assert refused.status_code == 422
    assert "People were told 24 months" in text(refused)
    assert client.post(url, {"months": "6", "held_until": "", "reason": ""}).status_code == 302
    assert Round.objects.get(pk=scene.round.pk) == outlook.rule_of(scene.round).round
    assert "Sooner" in text(client.get(reverse("privacy:programme", args=[scene.round.programme_id])))
