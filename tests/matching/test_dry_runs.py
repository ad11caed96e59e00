"""A dry run: today's policy over the people of an earlier round, beside what was decided then."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.kernel.times import day_of
from fairlead.matching.actions import keeping, publishing, trying
from fairlead.matching.enums import RulingKind
from fairlead.matching.models import Ruling, Run, Scenario
from fairlead.matching.queries import dry_runs, scenarios
from fairlead.matching.queries import trying as starts
from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.keeping import Alone
from tests import factories
from tests.matching.pools import pool
from tests.matching.test_scenarios import pairs, text

pytestmark = pytest.mark.django_db
NAMES = ("Chen", "Dana", "Emil", "Farid", "Goran", "Hana", "Ines", "Jens", "Karin", "Luca")


@pytest.fixture
def people(at):
    """A finished round: Ana and Boris had two mentees each, of whom one ended early; Emil had nobody."""
    made = pool()
    made.mentor("Ana", grade=8, places=2)
    made.mentor("Boris", grade=4, areas=("Taxation", "Dual career"), places=2)
    for name, grade in zip(NAMES[:5], (7, 6, 5, 3, 2), strict=True):
        made.mentee(name, grade=grade)
    return made


@pytest.fixture
def run(people, at):
    lock = Ruling(round=people.round, mentee=people.people["Chen"], mentor=people.people["Boris"])
    lock.kind, lock.made_at = RulingKind.LOCK, at
    lock.save()
    found = people.run(at)
    for place, (name, mentor) in enumerate(
        [("Chen", "Boris"), ("Dana", "Ana"), ("Goran", "Boris"), ("Farid", "Ana")]
    ):
        early = {"state": MentorshipState.ENDED_EARLY, "end_reason": "time"} if name == "Chen" else {}
        pair = people.people[mentor], people.people[name]
        factories.mentorship(people.round, *pair, place=1 + place // 2, **early)
    type(people.round).objects.filter(pk=people.round.pk).update(state=RoundState.FINISHED)
    return found


@pytest.fixture
def now(people, run):
    """The round of today."""
    return factories.round(people.round.programme)


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def tried(people, run, at, *, name="Dry", **policy):
    ways = trying.Ways({**run.policy, **policy})
    start = starts.of_then(run)
    made = trying.ask(run.round, start, ways, name=name, by=people.by, at=at, dry=True)
    trying.carry_out(made.pk, at=at)
    return Scenario.objects.select_related("run", "round").get(pk=made.pk)


def test_locks_of_then_are_free_and_what_was_decided_stands_beside_it(people, run, at):
    one = tried(people, run, at + timedelta(days=370))
    assert one.state == "done"
    assert one.frozen["locked"] == []
    given, _told = dry_runs.then_and_now(one)
    names = {str(entry.pk): name for name, entry in people.people.items()}
    decided = {names[mentee]: names[mentor] for mentee, (mentor, _points) in given[0].pairs.items()}
    assert decided == {"Chen": "Boris", "Dana": "Ana", "Goran": "Boris", "Farid": "Ana"}
    assert pairs(people, one)["Chen"] == "Ana"
    assert given[1].total > given[0].total
    assert scenarios.gains(given)[0][2]


def test_pairs_that_the_policy_would_not_allow_are_counted(people, run, at):
    people.people["Chen"].refresh_from_db()
    one = tried(people, run, at, institutions="same")
    told = dry_runs.sentences(one)
    assert told == [
        "4 pairs were made then; today’s policy makes 0 of them as well.",
        "4 of them it would not allow.",
    ]


def with_ends(rows, early, same):
    """A dry run of so many pairs made then, of which these ended early and the first are made again."""
    ids = [str(number) for number in range(rows)]
    return Scenario(
        frozen={"decided": [[one, "m", int(one) in early] for one in ids]},
        result={"decided": [[one, "m", 5, True] for one in ids]},
        pairs=[[one, "m" if int(one) < same else "other", 5, 5] for one in ids],
    )


def test_how_pairs_ended_is_counted_and_not_told_of_few():
    assert len(dry_runs.sentences(with_ends(4, {0}, 2))) == 1
    (_made, every, warning) = dry_runs.sentences(with_ends(9, {0, 8}, 5))
    assert every == "Of all pairs made then 2 of 9 ended early."
    assert "prove nothing" in warning
    (_made, _every, parts, _warning) = dry_runs.sentences(with_ends(10, {0, 8, 9}, 5))
    assert parts == "Of those that today’s policy makes as well 1 of 5 did, of others 2 of 5."


def test_round_without_pairs_says_so(people, at):
    assert dry_runs.sentences(tried(people, people.run(at), at)) == ["No pair of these people was made then."]


def test_dry_run_is_never_published(people, run, at):
    one = tried(people, run, at)
    with pytest.raises(publishing.CannotPublish):
        publishing.publish(one, agreed=True, by=people.by, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.update(published=run)


def test_only_runs_of_other_rounds_whose_people_are_known_can_be_chosen(people, run, now, at):
    def chosen(of):
        return [one.pk for one in dry_runs.choices(people.by, of)]

    elsewhere = pool()
    factories.member(elsewhere.round.programme, TeamRole.COORDINATOR, people.coordinator)
    elsewhere.mentor("Zoe")
    elsewhere.mentee("Yan")
    elsewhere.run(at)
    assert (chosen(now), chosen(people.round)) == ([run.pk], [])
    keeping.prune([Alone(people.round.pk, day_of(run.asked_at))], at=at)
    assert chosen(now) == []


def test_dry_run_goes_with_the_people_of_the_earlier_round(people, run, at):
    tried(people, run, at + timedelta(days=370))
    keeping.prune([Alone(people.round.pk, day_of(run.asked_at))], at=at)
    assert not Scenario.objects.exists()


def test_coordinator_tries_the_policy_of_today_on_the_round_of_then(signed_in, people, run, now, at):
    url = reverse("matching:dry_run", args=[now.pk])
    assert "run 1: 4 of 5 mentees had a mentor" in text(signed_in.get(url))
    response = signed_in.post(url, {"run": run.pk, "policy": "job", "name": "Job on then"})
    one = Scenario.objects.get()
    assert (one.dry, one.round, response.url) == (
        True, people.round, reverse("matching:scenario", args=[one.pk])
    )  # fmt: skip
    trying.carry_out(one.pk, at=at)
    page = text(signed_in.get(response.url))
    assert "4 pairs were made then" in page
    assert "It is never published." in page
    assert "Publish as a run" not in page
    listed = text(signed_in.get(reverse("matching:scenarios", args=[now.pk])))
    assert "Job on then" in listed
    assert signed_in.get(reverse("matching:publish_scenario", args=[one.pk])).status_code == 302
    assert Run.objects.count() == 1


def test_dry_runs_are_not_compared_with_runs(signed_in, people, run, at):
    one = tried(people, run, at)
    assert scenarios.chosen(people.by, people.round, [run.pk, one.pk]) == [run]
    assert not scenarios.of_round(people.by, people.round).exists()


def test_run_of_another_programme_is_no_choice(signed_in, people, at):
    url = reverse("matching:dry_run", args=[people.round.pk])
    assert "No earlier round" in text(signed_in.get(url))
    other = pool()
    other.mentor("Zoe")
    other.mentee("Yan")
    given = {"run": other.run(at).pk, "policy": "default", "name": "Theirs"}
    assert signed_in.post(url, given).status_code == 422


def test_page_of_a_dry_run_asks_the_same_number_of_queries(signed_in, people, run, at):
    def asked(one):
        with CaptureQueriesContext(connection) as caught:
            signed_in.get(reverse("matching:scenario", args=[one.pk]))
        return len(caught)

    some = tried(people, run, at)
    before = asked(some)
    for name in NAMES[5:8]:
        people.mentee(name)
        people.mentor(f"M{name}")
    type(people.round).objects.update(state=RoundState.OPEN)
    assert asked(tried(people, people.run(at), at, name="More")) == before
