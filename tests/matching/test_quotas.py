"""Limits of institutions and pairs across them: set, frozen, kept, and said when they cannot be."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.engine.compile import compile_problem
from fairlead.engine.solvers import solve
from fairlead.kernel.errors import Refused
from fairlead.matching.actions import offering, quotas, ruling, running
from fairlead.matching.enums import Crossing, RulingKind, RunState
from fairlead.matching.models import Exchange, PlaceQuota, Run
from fairlead.matching.queries import limits, scheduling, wording
from fairlead.matching.queries import quotas as queries
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.pool import pool as pool_of
from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.programmes.models import Partner
from tests import factories
from tests.matching.pools import Pool, pool

pytestmark = pytest.mark.django_db
FREE = {"crossing": "free", "percent": 0, "pairs": 0}


@pytest.fixture
def people() -> Pool:
    """Two institutions of one programme; each has two mentors and two mentees."""
    found = pool()
    for one in (found.home, found.away):
        Partner.objects.create(programme=found.round.programme, institution=one)
    for place, one in (("Home", found.home), ("Away", found.away)):
        for number in (1, 2):
            found.add(f"{place}Mentor{number}", Side.MENTOR, unit=factories.unit(one))
            found.add(f"{place}Mentee{number}", Side.MENTEE, unit=factories.unit(one))
    return found


def settle(people: Pool, at: Any, *, across: dict[str, Any] | None = None, **places: dict[str, int]) -> None:
    quotas.settle(
        people.round,
        places={getattr(people, name).pk: given for name, given in places.items()},
        across={**FREE, **(across or {})},
        by=people.by,
        at=at,
    )


def crossing(run: Run) -> int:
    at = {
        one["id"]: one["values"]["institution"] for side in ("mentees", "mentors") for one in run.frozen[side]
    }
    return sum(at[str(one.mentee_id)] != at[str(one.mentor_id)] for one in run.proposals.all())


def text(response: Any) -> str:
    words = re.sub(r"<(script|style|title)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(words.split())


def within(**weights: int) -> dict[str, Any]:
    return {"weights": {"areas": 45, "grade": 0, "languages": 0, "meeting": 0, "campus": 0, **weights}}


def test_a_run_keeps_the_limits_of_an_institution_and_says_what_they_came_to(people: Pool, at: Any) -> None:
    settle(people, at, home={"mentors_most": 1, "mentees_least": 2})
    run = people.run(at)
    (mentors, mentees) = run.result["limits"]["places"]
    assert (run.state, mentors["count"], mentees["count"]) == (RunState.DONE, 1, 2)
    told = wording.summary(run).sentences
    assert f"Pairs with mentors of {people.home.name}: 1 (at most 1)." in told
    assert f"Pairs with mentees of {people.home.name}: 2 (at least 2)." in told
    assert "Without these limits 1 mentee more would have a mentor." in told


def test_a_required_share_is_kept_even_where_points_speak_against_it(people: Pool, at: Any) -> None:
    free = people.run(at, **within(reach=0))
    settle(people, at, across={"crossing": "required", "percent": 75})
    run = people.run(at, **within(reach=0))
    assert crossing(run) * 100 >= 75 * run.proposals.count()
    assert run.proposals.count() == free.proposals.count() == 4
    assert "4 pairs are across institutions" in " ".join(wording.summary(run).sentences)


def test_a_required_number_of_pairs_counts_what_the_round_has_already(people: Pool, at: Any) -> None:
    settle(people, at, across={"crossing": "required", "pairs": 3})
    run = people.run(at)
    assert crossing(run) >= 3
    at_home = next(one for one in run.proposals.all() if one.mentee.person.name.startswith("Home"))
    offering.send_offers(run, proposals=[at_home], by=people.by, at=at)
    frozen = queries.frozen(people.round)
    assert frozen["across"]["standing"] == 1
    assert limits.as_group_quotas(frozen)[0].least == 2


def test_a_wanted_share_is_weighed_and_how_near_it_came_is_said(people: Pool, at: Any) -> None:
    settle(people, at, across={"crossing": "wanted", "percent": 100})
    mentee, mentor = (people.people[name] for name in ("HomeMentee1", "HomeMentor1"))
    ruling.rule(mentee=mentee, mentor=mentor, kind=RulingKind.LOCK, reason="", by=people.by, at=at)
    run = people.run(at, **within(reach=0))
    assert limits.as_group_quotas(run.frozen["quotas"]) == ()
    told = " ".join(wording.summary(run).sentences)
    missing = 4 - crossing(run)
    assert missing > 0
    assert f"at least 100 % wanted: that is missed by {missing} pair" in told
    assert "These limits cost" not in told
    (missed,) = wording.summary(run).missed
    assert (missed in told, f"missed by {missing} pair" in missed) == (True, True)


def test_an_impossible_run_says_which_limit_by_how_much_and_the_change_it_names_helps(
    people: Pool, at: Any, client: Any
) -> None:
    settle(people, at, home={"mentors_least": 3, "mentees_most": 1}, away={"mentees_most": 1})
    run = people.run(at)
    assert (run.state, run.problem) == (RunState.FAILED, "limits")
    assert run.result["impossible"]
    compiled = compiled_from(run)
    changed = dict(run.frozen["quotas"])
    for reason in run.result["impossible"]:
        for one in changed["places"]:
            if limits.key_of(one) == reason["key"]:
                one[reason["limit"]] = reason["needed"]
    policy = compiled.policy
    again = compile_problem(
        compiled.people.mentees,
        compiled.people.mentors,
        policy.__class__(
            **{**vars(policy), "quotas": limits.as_group_quotas(changed)},
        ),
    )
    assert solve(again.problem, policy.objective).pairs
    client.force_login(people.coordinator)
    page = text(client.get(reverse("matching:run", args=[run.pk])))
    sum_of_changes = sum(abs(one["given"] - one["needed"]) for one in run.result["impossible"])
    assert (sum_of_changes, "Change the limits" in page) == (1, True)
    assert "1 too" in page


def test_limits_that_only_a_lower_share_makes_possible_name_it(people: Pool, at: Any) -> None:
    for number in range(3, 7):
        people.add(f"HomeMentor{number}", Side.MENTOR, unit=factories.unit(people.home))
        people.add(f"HomeMentee{number}", Side.MENTEE, unit=factories.unit(people.home))
    settle(
        people,
        at,
        across={"crossing": "required", "percent": 50},
        home={"mentees_least": 6},
        away={"mentees_most": 0},
    )
    run = people.run(at)
    (reason,) = run.result["impossible"]
    assert (reason["key"], reason["given"], reason["needed"]) == ("across", 50, 33)
    (sentence,) = wording.impossible(run)
    assert sentence.startswith("At least 50 % pairs across institutions are required")
    settle(
        people,
        at,
        across={"crossing": "required", "percent": reason["needed"]},
        home={"mentees_least": 6},
        away={"mentees_most": 0},
    )
    assert people.run(at).state == RunState.DONE


def test_limits_without_anybody_in_the_pool_are_told_in_full(people: Pool, at: Any) -> None:
    empty = factories.institution("Nowhere University")
    Partner.objects.create(programme=people.round.programme, institution=empty)
    quotas.settle(people.round, places={empty.pk: {"mentees_least": 2}}, across=FREE, by=people.by, at=at)
    run = people.run(at)
    assert wording.impossible(run) == [
        "At least 2 pairs with mentees of Nowhere University are asked for, 2 too many: set the least to 0."
    ]


def test_who_has_no_mentor_for_a_limit_is_told_which(people: Pool, at: Any) -> None:
    settle(people, at, home={"mentees_most": 0})
    run = people.run(at)
    told = [row.reason for row in run.unmatched.filter(side=Side.MENTEE)]
    assert [(one["kind"], one["limits"]) for one in told] == [
        ("limits", [{"side": "mentees", "name": people.home.name}])
    ] * 2
    assert f"pairs with mentees of {people.home.name}" in wording.unmatched(told[0], {})[0]


def test_what_another_mentor_costs_waits_to_be_asked_where_pairs_across_are_required(
    people: Pool, at: Any, client: Any
) -> None:
    settle(people, at, across={"crossing": "required", "percent": 50})
    run = people.run(at)
    assert {str(one.runner_up) for one in run.proposals.all()} == {"{'not_tried': True}"}
    client.force_login(people.coordinator)
    page = text(client.get(reverse("matching:run", args=[run.pk])))
    assert page.count("stands under “Re-pair”") == 1
    mentee = run.proposals.all()[0].mentee_id
    assert "overall" in text(client.get(reverse("matching:alternatives", args=[run.pk, mentee])))


def test_the_balance_counts_pairs_across_institutions_of_other_rounds_in_one_query(
    people: Pool, at: Any
) -> None:
    other = factories.round(people.round.programme, state=RoundState.FINISHED)
    for mentor_at, mentee_at in (
        (people.home, people.away),
        (people.home, people.away),
        (people.home, people.home),
    ):
        mentor = factories.application(other, Side.MENTOR, unit=factories.unit(mentor_at)).participation
        mentee = factories.application(other, Side.MENTEE, unit=factories.unit(mentee_at)).participation
        assert mentor
        assert mentee
        factories.mentorship(other, mentor, mentee, state=MentorshipState.COMPLETED)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.balance(people.round.programme, but=people.round)
    assert len(asked) == 1
    assert {pk: (one.given, one.received, one.left) for pk, one in found.items()} == {
        people.home.pk: (2, 0, 2),
        people.away.pk: (0, 2, -2),
    }
    rows = queries.standings(people.round, pool_of(people.round, at=at))
    assert queries.suggested(rows) == {
        people.home.pk: {"mentors_least": 0, "mentees_least": 2},
        people.away.pk: {"mentors_least": 2, "mentees_least": 0},
    }


def test_a_suggestion_asks_no_more_than_the_pool_allows(people: Pool) -> None:
    row = queries.Standing(people.home, None, 1, 1, 0, queries.Balance(given=0, received=5))
    assert queries.suggested([row]) == {people.home.pk: {"mentors_least": 1, "mentees_least": 0}}
    row = queries.Standing(people.home, None, 1, 1, 0, queries.Balance(given=5, received=0))
    assert queries.suggested([row]) == {}


def form_of(people: Pool, **changes: Any) -> dict[str, Any]:
    names = {"home": people.home.pk, "away": people.away.pk}
    given = {"crossing": "free", "percent": "", "pairs": ""}
    for name, value in changes.items():
        limit, _, place = name.rpartition("_")
        given[f"{limit}_{names[place]}" if place in names else name] = value
    return given


def test_a_coordinator_sets_limits_reads_them_beside_the_applicants_and_takes_them_back(
    people: Pool, client: Any
) -> None:
    client.force_login(people.coordinator)
    url = reverse("matching:quotas", args=[people.round.pk])
    page = text(client.get(url))
    assert "2 mentors in the pool, places: 2" in page
    assert "2 mentees in the pool" in page
    form = form_of(people, mentors_least_home="1", mentors_most_home="2", crossing="required", percent="40")
    assert client.post(url, form).url == url
    kept = PlaceQuota.objects.get()
    assert (kept.institution, kept.mentors_least, kept.mentors_most, kept.mentees_least) == (
        people.home,
        1,
        2,
        0,
    )
    assert Exchange.objects.get().percent == 40
    shown = text(client.get(reverse("matching:round", args=[people.round.pk])))
    assert f"pairs with mentors of {people.home.name}: 1 to 2" in shown
    assert "pairs across institutions: at least 40 % required" in shown
    client.post(url, form_of(people))
    assert not PlaceQuota.objects.exists()
    assert Exchange.objects.get().crossing == Crossing.FREE
    assert Entry.objects.filter(verb="set limits of institutions").count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mentors_least_home": "3", "mentors_most_home": "2"}, "the least is above the most"),
        ({"mentees_most_away": "-1"}, "Enter a whole number from 0 to 2000."),
        ({"mentees_most_away": "99999999999999999999"}, "to 2000."),
        ({"mentees_most_away": "１２x"}, "Enter a whole number"),
        ({"crossing": "required"}, "Say how many of a hundred pairs, or how many in all."),
        ({"crossing": "wanted", "percent": "0"}, "Say how many of a hundred pairs, or how many in all."),
        ({"crossing": "required", "percent": "101"}, "to 100."),
        ({"crossing": "perhaps", "percent": "3"}, "Choose one of those that are listed."),
    ],
)
def test_limits_that_cannot_be_meant_are_refused_at_their_place(
    people: Pool, client: Any, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(people.coordinator)
    response = client.post(reverse("matching:quotas", args=[people.round.pk]), form_of(people, **changes))
    assert (response.status_code, sentence in text(response)) == (422, True)
    assert "Ensure this value" not in text(response)
    assert not PlaceQuota.objects.exists()
    assert not Exchange.objects.exists()


def test_suggested_limits_are_shown_and_not_kept(people: Pool, client: Any) -> None:
    other = factories.round(people.round.programme, state=RoundState.FINISHED)
    mentor = factories.application(other, Side.MENTOR, unit=factories.unit(people.home)).participation
    mentee = factories.application(other, Side.MENTEE, unit=factories.unit(people.away)).participation
    assert mentor
    assert mentee
    factories.mentorship(other, mentor, mentee)
    client.force_login(people.coordinator)
    response = client.get(reverse("matching:quotas", args=[people.round.pk]), {"suggest": "balance"})
    assert "Suggested, not kept yet" in text(response)
    assert f'name="mentors_least_{people.away.pk}" value="1"' in response.content.decode()
    assert "1 more given" in text(response)
    assert not PlaceQuota.objects.exists()


def test_a_programme_of_one_institution_sees_nothing_of_limits(client: Any) -> None:
    alone = factories.round()
    client.force_login(factories.member(alone.programme, TeamRole.COORDINATOR))
    assert client.get(reverse("matching:quotas", args=[alone.pk])).status_code == 404
    assert "Institutions: limits and exchange" not in text(
        client.get(reverse("matching:round", args=[alone.pk]))
    )


def test_an_hr_lead_reads_limits_and_cannot_set_them(people: Pool, client: Any) -> None:
    client.force_login(factories.member(people.round.programme, TeamRole.HR_LEAD))
    url = reverse("matching:quotas", args=[people.round.pk])
    response = client.get(url)
    assert "Keep the limits" not in response.content.decode()
    assert client.post(url, form_of(people)).status_code == 404


def test_limits_of_a_finished_round_or_a_stranger_are_refused(people: Pool, at: Any) -> None:
    stranger = factories.institution()
    with pytest.raises(Refused):
        quotas.settle(
            people.round, places={stranger.pk: {"mentors_least": 1}}, across=FREE, by=people.by, at=at
        )
    people.round.state = RoundState.FINISHED
    people.round.save()
    with pytest.raises(Refused):
        settle(people, at)


@pytest.mark.parametrize(
    "row",
    [
        {"mentors_least": 3, "mentors_most": 2},
        {"mentees_least": 1, "mentees_most": 0},
    ],
)
def test_the_database_holds_no_least_above_its_most(people: Pool, row: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceQuota.objects.create(round=people.round, institution=people.home, **row)


@pytest.mark.parametrize("row", [{"percent": 101}, {"percent": 0, "pairs": 0}])
def test_the_database_holds_no_share_that_asks_for_nothing_or_too_much(
    people: Pool, row: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Exchange.objects.create(round=people.round, crossing=Crossing.REQUIRED, **row)


def test_the_page_of_limits_takes_the_same_queries_whoever_is_in_the_pool(people: Pool, client: Any) -> None:
    client.force_login(people.coordinator)
    url = reverse("matching:quotas", args=[people.round.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3, 6):
        people.add(f"HomeMentee{number}", Side.MENTEE, unit=factories.unit(people.home))
        Partner.objects.create(programme=people.round.programme, institution=factories.institution())
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_a_rerun_and_a_schedule_take_the_limits_of_their_day(people: Pool, at: Any) -> None:
    first = people.run(at)
    settle(people, at, home={"mentors_most": 1})
    again = running.ask(people.round, weights=first.policy, base=first, by=people.by, at=at)
    assert again.frozen["quotas"]["places"][0]["most"] == 1
    assert "quotas" not in first.frozen
    assert scheduling.has_changed(people.round, first)
    running.carry_out(again.pk, at=at)
    again.refresh_from_db()
    assert not scheduling.has_changed(people.round, again)
