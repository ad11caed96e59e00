"""A run freezes its input, finds the best pairs, says why, and stays a record."""

from datetime import timedelta

import pytest

from fairlead.kernel.errors import AlreadyMoved
from fairlead.matching import tasks
from fairlead.matching.actions import offering, ruling, running, watching
from fairlead.matching.enums import RulingKind, RunState
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import alternatives, runs
from fairlead.matching.queries.computing import compute
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.pool import pool as pool_of
from fairlead.matching.queries.weighing import default_weights
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Participation, Round
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return pool()


def lock(people, mentee, mentor, at, kind=RulingKind.LOCK):
    people_ = people.people
    return ruling.rule(
        mentee=people_[mentee], mentor=people_[mentor], kind=kind, reason="", by=people.by, at=at
    )


def test_mentee_gets_the_mentor_who_covers_what_they_want(people, at):
    people.mentor("Ana", ("Taxation",))
    people.mentor("Boris", ("Dual career",))
    people.mentee("Chen", ("Dual career",))
    people.mentee("Dana", ("Taxation",))
    run = people.run(at)
    assert people.pairs(run) == {"Chen": "Boris", "Dana": "Ana"}
    assert (run.state, run.result["matched"], run.result["most_possible"]) == (RunState.DONE, 2, 2)


def test_most_mentees_come_before_most_points(people, at):
    people.mentor("Ana", ("Dual career", "Taxation"))
    people.mentor("Boris", ("Dual career",), grade=3)
    people.mentee("Chen", ("Dual career",))
    people.mentee("Dana", ("Taxation",))
    assert people.pairs(people.run(at)) == {"Chen": "Boris", "Dana": "Ana"}


def test_parts_add_up_to_the_score_and_say_why(people, at):
    people.mentor("Ana", ("Dual career", "Taxation"), languages=["en", "sk"], campus="City")
    people.mentee("Chen", ("Dual career", "Accommodation"), languages=["en", "sk"], campus="city ")
    run = people.run(at)
    (row,) = runs.rows(run, run.proposals.all())
    assert row.proposal.score == sum(part["points"] for part in row.parts) == 33 + 15 + 15 + 10 + 10 + 5
    assert row.sentence == (
        "Covers 1 of the 2 wanted areas, among them the most important, Dual career; "
        "the mentor is 2 grades above; they work at different institutions; "
        "both also meet in Slovak; both can meet in person or online; "
        "both on the same campus"
    )
    assert row.runner_up == "No other mentor is possible."


def test_runner_up_says_what_it_costs_overall(people, at):
    people.mentor("Ana")
    people.mentor("Boris", grade=6)
    people.mentee("Chen")
    run = people.run(at)
    (row,) = runs.rows(run, run.proposals.all())
    assert (row.mentor.name, row.runner_up) == ("Ana", "Next best: Boris; costs 7 points overall.")


def sentences(run, side=Side.MENTEE):
    return {row.who.name: row.sentences for row in runs.unmatched_rows(run, side=side)}


def test_mentee_whose_only_mentor_is_their_line_manager_is_told_so(people, at):
    people.mentor("Ana", languages=["sk"])
    people.mentor("Boris", languages=["fr"])
    people.mentee("Chen", languages=["sk"], line_manager_email=" ANA@northport.example ")
    people.mentee("Dana", languages=["fr"])
    run = people.run(at)
    assert people.pairs(run) == {"Dana": "Boris"}
    assert sentences(run)["Chen"] == [
        "Ana is the only mentor with a common language, but: This mentor is the mentee’s line manager."
    ]


def test_line_manager_is_excluded_in_the_other_direction_too(people, at):
    people.mentor("Ana", line_manager_email="chen@northport.example")
    people.mentee("Chen")
    run = people.run(at)
    assert people.pairs(run) == {}
    assert sentences(run)["Chen"] == [
        "Ana is the only mentor with a common language, but: The mentee is this mentor’s line manager."
    ]


def test_mentee_without_common_language_is_told_what_would_help(people, at):
    people.mentor("Ana", languages=["en"])
    people.mentor("Boris", ("Taxation",), languages=["en"])
    people.mentee("Chen", languages=["ar"])
    assert sentences(people.run(at))["Chen"] == [
        "No mentor in the pool shares a language to meet in. Otherwise possible: Ana.",
        "What would help: a language to meet in with Ana.",
    ]


def test_mentee_whose_areas_nobody_covers_is_told_which(people, at):
    people.mentor("Ana", ("Taxation",))
    people.mentor("Boris", ("Taxation",))
    people.mentee("Chen", ("Dual career",))
    told = sentences(people.run(at))["Chen"]
    assert told[0].startswith("No mentor in the pool covers a wanted area (Dual career).")


def test_mentee_whom_several_rules_shut_out_is_told_how_many_mentors_fail_each(people, at):
    here = factories.unit(people.home)
    people.mentor("Ana", languages=["fr"])
    people.mentor("Boris", ("Taxation",))
    people.mentor("Carla", unit=here)
    people.mentee("Chen", unit=here)
    told = sentences(people.run(at))["Chen"]
    assert told[0].startswith(
        "No mentor in the pool is possible. "
        "Of 3 mentors, 1 shares no language, 1 covers no wanted area, 1 works in the same unit."
    )
    assert "Carla fails one rule only: Both work in the same unit." in told[0]


def test_mentee_left_over_because_mentors_are_full_is_told_so(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    people.mentee("Dana", grade=2)
    run = people.run(at)
    assert people.pairs(run) == {"Chen": "Ana"}
    assert sentences(run)["Dana"] == [
        (
            "Every possible mentor for Dual career is full. "
            "The only possible mentor, Ana, has no free place. "
            "2 mentees depend on the one place there."
        ),
        "What would help: one place more with Ana.",
    ]


def test_person_named_as_not_to_be_paired_is_never_proposed(people, at):
    mentor = people.mentor("Ana")
    mentee = people.mentee("Chen")
    mentor.avoids.add(mentee.person)
    run = people.run(at)
    assert people.left_over(run) == {"Chen": "no_allowed_mentor", "Ana": "mentor_without_allowed_mentee"}


def test_person_on_both_sides_is_not_paired_with_themselves(people, at):
    both = people.mentor("Ana").person
    people.add("Ana as mentee", Side.MENTEE, who=both)
    assert people.pairs(people.run(at)) == {}


def test_people_without_consent_are_not_paired(people, at):
    people.mentor("Ana", consented_at=None)
    people.mentee("Chen")
    assert people.left_over(people.run(at))["Chen"] == "no_allowed_mentor"


def test_same_unit_is_excluded_only_if_so_set(people, at):
    here = factories.unit(people.home)
    people.mentor("Ana", unit=here)
    people.mentee("Chen", unit=here)
    rules = default_weights()["rules"]
    assert people.pairs(people.run(at)) == {}
    assert people.pairs(people.run(at, rules={**rules, "other_unit": False})) == {"Chen": "Ana"}


def test_institutions_can_be_required_to_differ_or_to_agree(people, at):
    people.mentor("Ana", unit=factories.unit(people.home))
    people.mentor("Boris")
    people.mentee("Chen")
    assert people.pairs(people.run(at, institutions="same")) == {"Chen": "Ana"}
    assert people.pairs(people.run(at, institutions="other")) == {"Chen": "Boris"}


def test_mentor_at_capacity_is_not_proposed_again(people, at):
    ana, boris = people.mentor("Ana"), people.mentor("Boris")
    chen = people.mentee("Chen")
    people.mentee("Dana")
    factories.mentorship(people.round, ana.participation, chen.participation)
    assert people.pairs(people.run(at)) == {"Dana": "Boris"}
    found = pool_of(people.round)
    assert (found.places, found.held_mentees, found.held_places) == (1, 1, 1)
    assert [mentor.pk for mentor, _free in found.mentors] == [boris.pk]


def test_people_with_an_open_offer_are_held_back(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    run = people.run(at)
    offering.send_offers(run, proposals=run.proposals.all(), by=people.by, at=at)
    with pytest.raises(running.NobodyToMatch):
        running.ask(people.round, weights=default_weights(), base=run, by=people.by, at=at)


def test_locked_pair_stays_and_the_others_make_room(people, at):
    people.mentor("Ana")
    people.mentor("Boris", grade=6)
    people.mentee("Chen")
    people.mentee("Dana", grade=5)
    first = people.run(at)
    other = {"Ana": "Boris", "Boris": "Ana"}[people.pairs(first)["Chen"]]
    lock(people, "Chen", other, at)
    assert runs.rulings_since(first) == 1
    second = people.run(at, base=first)
    assert people.pairs(second)["Chen"] == other
    assert (runs.rulings_since(second), second.seed) == (0, first.seed)
    assert [change.mentee.name for change in runs.differences(first, second)] == ["Chen", "Dana"]


def test_forbidden_pair_is_not_made_again(people, at):
    people.mentor("Ana")
    people.mentor("Boris", grade=6)
    people.mentee("Chen")
    first = people.run(at)
    lock(people, "Chen", "Ana", at, RulingKind.FORBID)
    assert (people.pairs(first), people.pairs(people.run(at, base=first))) == (
        {"Chen": "Ana"},
        {"Chen": "Boris"},
    )


def test_lock_against_a_hard_rule_fails_with_a_sentence_and_keeps_the_rule(people, at):
    people.mentor("Ana", languages=["fr"])
    people.mentee("Chen", languages=["sk"])
    lock(people, "Chen", "Ana", at)
    run = people.run(at)
    assert (run.state, run.proposals.count()) == (RunState.FAILED, 0)
    assert run.problem.startswith("A locked pair breaks a rule that is never broken.")


def test_choosing_another_mentor_costs_what_the_page_says(people, at):
    people.mentor("Ana", ("Dual career", "Taxation"))
    people.mentor("Boris", ("Dual career",), grade=6)
    people.mentor("Carla", ("Taxation",), grade=6)
    people.mentee("Dana", ("Dual career", "Taxation"))
    people.mentee("Emil", ("Dual career",))
    first = people.run(at)
    shown = alternatives.of_mentee(first, people.people["Dana"].pk)
    for choice in shown.possible:
        ruled = lock(people, "Dana", choice.mentor.name, at)
        again = people.run(at, base=first)
        lost = first.result["total_score"] - again.result["total_score"]
        assert choice.cost == ("costs nothing overall" if lost == 0 else f"costs {lost} points overall")
        ruling.lift(ruled, by=people.by, at=at)
    assert len(shown.possible) == 2


def test_run_is_frozen_whatever_happens_to_its_people_later(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    run = people.run(at)
    Participation.objects.update(state="left")
    assert compute(run).proposals[0]["score"] == Proposal.objects.get(run=run).score


def test_frozen_input_holds_no_free_text_no_name_and_no_address(people, at):
    people.mentor("Ana", hopes="My whole story", avoid_text="that one")
    people.mentee("Chen")
    frozen = str(freeze(people.round))
    assert [word for word in ("My whole story", "that one", "Ana'", "Chen'", "@") if word in frozen] == []


def test_same_people_give_the_same_pairs_in_whatever_order(people, at):
    for name in ("Ana", "Boris", "Carla", "Dmitri"):
        people.mentor(name)
    for name in ("Emil", "Fatou", "Goran", "Hana"):
        people.mentee(name)
    run = people.run(at)
    run.frozen = {
        **run.frozen,
        "mentees": run.frozen["mentees"][::-1],
        "mentors": run.frozen["mentors"][::-1],
    }
    pairs = {(one["mentee_id"], one["mentor_id"]) for one in compute(run).proposals}
    assert pairs == set(Proposal.objects.filter(run=run).values_list("mentee", "mentor"))


def test_round_has_one_unfinished_run_at_a_time(people, at, monkeypatch):
    people.mentor("Ana")
    people.mentee("Chen")
    running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    with pytest.raises(running.RunUnderway):
        running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)


def test_finished_round_is_not_matched_any_more(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    Round.objects.update(state=RoundState.FINISHED)
    with pytest.raises(running.RoundOver):
        people.run(at)


def test_cancelled_run_stores_nothing(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    running.cancel(asked, by=people.by, at=at)
    assert running.carry_out(asked.pk, at=at) is False
    assert (Run.objects.get().state, Proposal.objects.count()) == (RunState.CANCELLED, 0)


def test_run_cancelled_while_it_computes_stores_nothing(people, at, monkeypatch):
    people.mentor("Ana")
    people.mentee("Chen")
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)

    def cancelled_meanwhile(run, *, watch):
        running.cancel(Run.objects.get(pk=run.pk), by=people.by, at=at)
        return compute(run, watch=watch)

    monkeypatch.setattr(running, "compute", cancelled_meanwhile)
    assert running.carry_out(asked.pk, at=at) is False
    assert (Run.objects.get().state, Proposal.objects.count()) == (RunState.CANCELLED, 0)


def test_finished_run_cannot_be_cancelled(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    run = people.run(at)
    with pytest.raises(AlreadyMoved):
        running.cancel(run, by=people.by, at=at)
    assert Run.objects.get().state == RunState.DONE


def test_run_whose_worker_was_lost_is_taken_up_again(people, at, monkeypatch):
    people.mentor("Ana")
    people.mentee("Chen")
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)

    def killed(run, *, watch):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(running, "compute", killed)
        with pytest.raises(KeyboardInterrupt):
            running.carry_out(asked.pk, at=at)
    assert tasks.sweep(at=at) == 0
    assert tasks.sweep(at=at + watching.LEASE) == 1
    assert (Run.objects.get().state, Proposal.objects.count()) == (RunState.DONE, 1)


def test_run_that_kills_its_worker_three_times_is_given_up(people, at):
    people.mentor("Ana")
    people.mentee("Chen")
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    Run.objects.update(state=RunState.RUNNING, attempts=3, lease_until=at)
    assert running.carry_out(asked.pk, at=at + timedelta(seconds=1)) is False
    assert Run.objects.get().state == RunState.FAILED


def test_unexpected_error_fails_the_run_and_names_no_person(people, at, monkeypatch):
    people.mentor("Ana")
    people.mentee("Chen")
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)

    def broken(run, *, watch):
        raise ValueError("Ana")

    monkeypatch.setattr(running, "compute", broken)
    running.carry_out(asked.pk, at=at)
    assert (Run.objects.get().state, Run.objects.get().problem) == (RunState.FAILED, "ValueError")
