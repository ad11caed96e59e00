"""The pages of a board: what they show, what they ask, and that they stay small."""

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.matching.enums import BoardKind, ProposalState
from fairlead.matching.models import BoardChange, Proposal, Restraint, Ruling, Run, Unmatched
from fairlead.matching.queries import board as queries
from fairlead.matching.queries import boarding, pruned, ways
from fairlead.people.models import Person
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Participation
from tests import factories
from tests.factories import AT
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    people = pool()
    people.mentor("Ana", ("Dual career", "Taxation"))
    people.mentor("Boris", ("Taxation",), languages=["en", "sk"])
    people.mentor("Hugo", languages=["fi"])
    people.mentee("Chen", ("Dual career",), languages=["en", "sk"])
    people.mentee("Dana", ("Taxation", "Dual career"))
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


@pytest.fixture
def team(client, here):
    client.force_login(here.coordinator)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def at_(name, run, *more):
    return reverse(f"matching:{name}", args=[run.pk, *more])


def posted(here, run, kind, mentee="", mentor="", **more):
    ids = {side: str(here.people[one].pk) for side, one in (("mentee", mentee), ("mentor", mentor)) if one}
    return {"kind": kind, "number": queries.number_of(run), **ids, **more}


def pairs_now(here, run):
    return here.pairs(run)


def test_effect_is_shown_before_anything_is_changed(team, here, run):
    other = {"Ana": "Boris", "Boris": "Ana"}[pairs_now(here, run)["Dana"]]
    before = pairs_now(here, run)
    page = text(team.get(at_("board_pair", run, here.people["Dana"].pk, here.people[other].pk)))
    assert "points in all" in page
    assert "mentees with a mentor" in page
    assert pairs_now(here, run) == before


def test_pair_that_a_rule_forbids_is_shown_with_the_rule(team, here, run):
    page = text(team.get(at_("board_pair", run, here.people["Dana"].pk, here.people["Hugo"].pk)))
    assert "This pair cannot be made." in page
    assert "They have no language in common to meet in." in page
    picked = text(team.get(at_("board_pick", run, here.people["Dana"].pk)))
    assert "1 mentor is not possible, and why" in picked


def test_what_two_people_share_is_marked(team, here, run):
    page = text(team.get(at_("board_pair", run, here.people["Chen"].pk, here.people["Boris"].pk)))
    assert '<li class="shared"><svg' in page
    assert page.count("Slovak</span></li>") == 2


def test_worse_change_without_a_reason_is_asked_again_and_keeps_what_was_typed(team, here, run):
    mentor = pairs_now(here, run)["Dana"]
    response = team.post(at_("board_change", run), posted(here, run, "apart", "Dana", mentor))
    assert response.status_code == 422
    assert "say in a few words why" in text(response)
    reason = "They know each other & agreed <not> to."
    done = team.post(
        at_("board_change", run), posted(here, run, "apart", "Dana", mentor, reason=reason), follow=True
    )
    assert "took Dana and" in text(done)
    assert "Dana" not in pairs_now(here, run)
    assert Ruling.objects.get().reason == reason


def test_change_shows_who_when_why_and_what_the_engine_chose(team, here, run):
    engine = pairs_now(here, run)["Dana"]
    other = {"Ana": "Boris", "Boris": "Ana"}[engine]
    mentee, mentor = str(here.people["Dana"].pk), str(here.people[other].pk)
    way = ways.of_pair(queries.load(run), mentee, mentor)[0]
    sent = posted(here, run, "pair", "Dana", other, moves=way.posted, reason="Both like sailing.")
    page = text(team.post(at_("board_change", run), sent, follow=True))
    assert f"Changed by {here.coordinator.name}" in page
    assert "Both like sailing." in page
    assert f"The engine chose {engine}." in page
    assert "of yours is not in these pairs yet" not in page


def test_two_who_change_the_same_people_are_shown_both(team, here, run):
    mentor = pairs_now(here, run)["Dana"]
    sent = posted(here, run, "apart", "Dana", mentor, reason="They asked.")
    team.post(at_("board_change", run), posted(here, run, "lock", "Dana", mentor))
    response = team.post(at_("board_change", run), sent)
    page = text(response)
    assert response.status_code == 409
    assert f"locked Dana with {mentor}" in page
    assert f"Not done yet: took Dana and {mentor} apart." in page
    assert 'value="They asked."' in page
    assert pairs_now(here, run)["Dana"] == mentor


def test_news_say_what_another_did_and_nothing_when_there_is_nothing(team, client, here, run):
    other = factories.member(here.round.programme, TeamRole.COORDINATOR, factories.person("Mei Lin"))
    assert team.get(at_("board_news", run) + "?since=0").status_code == 204
    client.force_login(other)
    mentor = pairs_now(here, run)["Dana"]
    client.post(at_("board_change", run), posted(here, run, "lock", "Dana", mentor))
    client.force_login(here.coordinator)
    response = client.get(at_("board_news", run) + "?since=0")
    assert f"Mei Lin: locked Dana with {mentor}." in text(response)
    assert response.headers["HX-Trigger"] == "board-changed"
    assert client.get(at_("board_news", run) + "?since=1").status_code == 204


def test_undo_and_redo_turn_the_coordinators_own_newest_change(team, here, run):
    mentor = pairs_now(here, run)["Dana"]
    team.post(at_("board_change", run), posted(here, run, "lock", "Dana", mentor))
    assert "undid: locked Dana" in text(team.post(at_("board_turn", run, "undo"), follow=True))
    assert not Ruling.objects.exists()
    assert "did again: locked Dana" in text(team.post(at_("board_turn", run, "redo"), follow=True))
    assert Ruling.objects.count() == 1
    log = text(team.get(at_("board_log", run)))
    assert log.count("locked Dana with") >= 3
    assert "There is nothing to do again." in text(team.post(at_("board_turn", run, "redo"), follow=True))


def test_somebody_is_left_out_with_a_reason_and_let_in_again(team, here, run):
    url = at_("board_person", run, here.people["Dana"].pk)
    assert "Their pair on this board is taken apart" in text(team.get(url))
    team.post(at_("board_change", run), posted(here, run, "leave_out", "Dana", reason="On leave."))
    assert Restraint.objects.get().places == 0
    assert "Left out of this round’s runs." in text(team.get(url))
    team.post(at_("board_change", run), posted(here, run, "let_in", "Dana"))
    assert not Restraint.objects.exists()


def test_refused_word_on_a_person_keeps_what_was_typed(team, here, run):
    url, mentor = at_("board_change", run), pairs_now(here, run)["Dana"]
    board = queries.load(run)
    team.post(url, posted(here, run, "lock", "Dana", mentor))
    sent = posted(here, run, "leave_out", mentor=mentor, reason="On <leave>.") | {"number": board.number}
    refused = team.post(url, sent)
    page = text(refused)
    assert refused.status_code == 409
    assert "Meanwhile the same people were changed." in page
    assert page.count('value="On &lt;leave&gt;."') == 1
    refused = team.post(url, {**sent, "kind": "places", "places": 7})
    assert 'name="places" min="1" max="1000" value="7"' in text(refused)


def test_log_of_a_run_whose_people_have_gone_offers_no_undo(team, here, run):
    team.post(at_("board_change", run), posted(here, run, "lock", "Dana", pairs_now(here, run)["Dana"]))
    assert at_("board_turn", run, "undo") in text(team.get(at_("board_log", run)))
    Run.objects.filter(pk=run.pk).update(frozen=pruned.without(run.frozen, {str(here.people["Chen"].pk)}))
    assert at_("board_turn", run, "undo") not in text(team.get(at_("board_log", run)))


def test_who_only_reads_is_offered_no_change(client, here, run):
    lead = factories.member(here.round.programme, TeamRole.HR_LEAD)
    client.force_login(lead)
    page = text(client.get(reverse("matching:run", args=[run.pk])))
    assert "board/change/" not in page
    assert 'draggable="true"' not in page


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "undo", "number": 0},
        {"kind": "pair", "number": 0},
        {"kind": "pair", "number": -1},
        {"kind": "pair", "number": 0, "mentee": "x"},
        {"kind": "lock", "number": 0, "mentor": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_nonsense_changes_nothing(team, run, sent):
    assert team.post(at_("board_change", run), sent).status_code in (302, 404)
    assert not BoardChange.objects.exists()


@pytest.mark.parametrize("moves", [f"{'-' * 36}:", f"{'-' * 36}:{'-' * 36}"])
def test_moves_of_no_ids_change_nothing(team, here, run, moves):
    sent = posted(here, run, "pair", "Dana", pairs_now(here, run)["Dana"]) | {"moves": moves}
    assert team.post(at_("board_change", run), sent).status_code == 404
    assert not BoardChange.objects.exists()


@pytest.mark.parametrize("kind", ["lock", "forbid", "lift"])
def test_word_on_a_mentee_alone_changes_nothing(team, here, run, kind):
    assert team.post(at_("board_change", run), posted(here, run, kind, "Dana")).status_code == 404
    assert not BoardChange.objects.exists()


def test_campus_is_found_by_its_name_in_any_letters(team, here, at):
    here.mentee("Åse", ("Dual career",), campus=" Ålesund ")
    here.mentor("Øyvind", ("Dual career",), campus="ålesund")
    run = here.run(at)
    (place,) = [value for value, name in boarding.places(run).campuses if name.casefold() == "ålesund"]
    found = boarding.proposals_of(run, where=place)
    mine = {here.people[name].pk for name in ("Åse", "Øyvind")}
    assert found
    assert all({one.mentee_id, one.mentor_id} & mine for one in found)


def test_people_of_nowhere_are_refused(team, here, run):
    stranger = factories.participation(factories.round())
    sent = posted(here, run, "lock", "Dana") | {"mentor": str(stranger.pk)}
    page = text(team.post(at_("board_change", run), sent, follow=True))
    assert "Somebody of these is not in this run." in page
    assert team.get(at_("board_pair", run, here.people["Dana"].pk, stranger.pk)).status_code == 404
    assert team.get(at_("board_person", run, stranger.pk)).status_code == 404


@pytest.mark.parametrize("show", ["strong", "weak", "locked", "changed", "open", "refused", "declined", "x"])
def test_every_filter_answers(team, run, show):
    assert team.get(at_("run", run) + f"?show={show}&where=u:x&q=%00").status_code == 200


@pytest.mark.parametrize("kind", [BoardKind.LOCK, BoardKind.APART])
def test_board_asks_as_often_for_three_changes_as_for_one(
    team, here, run, at, kind, django_assert_max_num_queries
):
    for place in range(4):
        here.mentor(f"Mentor{place}", ("Dual career", "Taxation"))
        here.mentee(f"Mentee{place}", ("Dual career",))
    run = here.run(at, base=run)
    pairs = list(pairs_now(here, run).items())
    counts = []
    for some in (pairs[:1], pairs[1:3]):
        for mentee, mentor in some:
            team.post(at_("board_change", run), posted(here, run, kind, mentee, mentor, reason="So."))
        with django_assert_max_num_queries(60) as counted:
            team.get(at_("run", run))
        counts.append(len(counted))
    assert counts[0] == counts[1]


def ruled(team, here, kind, mentee, mentor):
    ends = {"mentee": here.people[mentee].pk, "mentor": here.people[mentor].pk}
    return text(team.post(reverse("matching:rule", args=[here.round.pk, kind]), ends, follow=True))


def test_word_said_elsewhere_is_in_the_log_is_told_and_is_undone(team, client, here, run):
    other = factories.member(here.round.programme, TeamRole.COORDINATOR, factories.person("Mei Lin"))
    mentor = pairs_now(here, run)["Dana"]
    ruled(team, here, "lock", "Dana", mentor)
    assert "This has been said about the pair already." in ruled(team, here, "lock", "Dana", mentor)
    assert [one.kind for one in BoardChange.objects.all()] == [BoardKind.LOCK]
    client.force_login(other)
    news = text(client.get(at_("board_news", run) + "?since=0"))
    assert f"{here.coordinator.name}: locked Dana with {mentor}." in news
    client.force_login(here.coordinator)
    assert "undid: locked Dana" in text(team.post(at_("board_turn", run, "undo"), follow=True))
    assert not Ruling.objects.exists()


def test_who_has_refused_an_offer_is_still_locked_to_somebody_else(team, here, run):
    engine = pairs_now(here, run)["Dana"]
    other = {"Ana": "Boris", "Boris": "Ana"}[engine]
    run.proposals.filter(mentee=here.people["Dana"]).update(state=ProposalState.REFUSED)
    ruled(team, here, "lock", "Dana", other)
    assert {(one.mentee_id, one.mentor_id) for one in Ruling.objects.all()} == {
        (here.people["Dana"].pk, here.people[other].pk)
    }


def test_place_that_was_offered_is_not_locked_for_another(team, here, run):
    mentor = pairs_now(here, run)["Chen"]
    run.proposals.filter(mentee=here.people["Chen"]).update(state=ProposalState.ACCEPTED)
    assert "All places of this mentor are locked or taken" in ruled(team, here, "lock", "Dana", mentor)
    assert not Ruling.objects.exists()


def test_word_on_who_came_after_the_run_is_taken_without_the_board(team, here, run):
    here.mentor("Late", ("Dual career",))
    ruled(team, here, "forbid", "Dana", "Late")
    assert (Ruling.objects.count(), BoardChange.objects.count()) == (1, 0)


def people_of(here, side, count):
    """Participations of so many more people, sixty campuses among them."""
    where = {Side.MENTEE: here.home, Side.MENTOR: here.away}[side]
    name = "Gwendolyn Ashworth-Featherstonehaugh"
    who = [
        Person(name=f"{name} {side} {n}", email=f"{side}{n}@x.example", joined_at=AT) for n in range(count)
    ]
    Person.objects.bulk_create(who)
    made = [Participation(round=here.round, person=one, side=side, places=1, joined_at=AT) for one in who]
    Participation.objects.bulk_create(made)
    unit = factories.unit(where)
    Application.objects.bulk_create(
        Application(
            round=here.round,
            programme=here.round.programme,
            person=one.person,
            side=side,
            state=ApplicationState.ACCEPTED,
            participation=one,
            institution=where,
            unit=unit,
            campus=f"Campus {n % 60}",
            places=1 if side == Side.MENTOR else None,
            created_at=AT,
            saved_at=AT,
            submitted_at=AT,
            consented_at=AT,
        )
        for n, one in enumerate(made)
    )
    return made


def test_board_of_five_hundred_pairs_is_small_and_asks_as_often_as_that_of_fifty(
    team, here, run, django_assert_max_num_queries
):
    parts, counts = run.proposals.first().parts, []
    mentees, mentors = (people_of(here, side, 700) for side in (Side.MENTEE, Side.MENTOR))
    for first, last in ((0, 50), (50, 498)):
        pairs = zip(mentees[first:last], mentors[first:last], strict=True)
        Proposal.objects.bulk_create(
            Proposal(run=run, mentee=one, mentor=other, score=20, parts=parts) for one, other in pairs
        )
        Unmatched.objects.bulk_create(
            Unmatched(run=run, participation=one, side=one.side, reason={"kind": "by_hand", "people": []})
            for side in (mentees, mentors)
            for one in (side[500:550] if first == 0 else side[550:])
        )
        with django_assert_max_num_queries(60) as counted:
            page = team.get(at_("run", run))
        counts.append(len(counted))
    assert run.proposals.count() == 500
    assert "200 mentees without a mentor" in text(page)
    assert len(page.content) < 100_000
    assert counts[0] == counts[1]
    later = team.get(at_("run", run) + "?without=2&idle=14")
    assert mentees[507].person.name not in text(page)
    assert mentees[507].person.name in text(later)
    assert "?idle=14&amp;without=3" in text(later)
