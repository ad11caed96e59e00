"""Who comes first where not everybody can have a mentor, and the programme's own questions as criteria."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.models import Application
from fairlead.matching.actions import offering
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import own, priority, runs, wording
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.weighing import as_policy, default_weights
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation
from fairlead.questions.enums import Kind, VersionState
from fairlead.questions.models import Form, FormVersion, Question, Section
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people():
    """One place, and two mentees of whom the second suits less."""
    made = pool()
    made.mentor("Ana", places=1)
    made.mentee("Chen", grade=7)
    made.mentee("Dana", grade=2)
    return made


def ended(people, name, reason):
    mentor = factories.participation(people.round, Side.MENTOR)
    mentee = people.people[name]
    state = MentorshipState.ENDED_EARLY
    factories.asked_again(factories.mentorship(people.round, mentor, mentee, state=state, end_reason=reason))


def test_without_a_word_the_points_decide(people, at):
    run = people.run(at)
    assert people.pairs(run) == {"Chen": "Ana"}
    assert run.result["first"] == []


def test_who_has_lost_a_mentor_comes_first_when_so_set(people, at):
    ended(people, "Dana", EndReason.LEFT)
    run = people.run(at, first={"partner_left": True})
    assert people.pairs(run) == {"Dana": "Ana"}
    assert wording.summary(run).sentences[1] == "First, whose mentor has left: 1 of 1 have a mentor."
    record = {one["label"]: one["value"] for one in wording.summary(run).record}
    assert "First, whose mentor has left" in record["What counted"]
    (row,) = runs.rows(run, run.proposals.all())
    assert row.runner_up == "No other mentor is possible."


def test_leaver_comes_before_the_second_attempt_and_that_before_a_long_wait(people, at):
    ended(people, "Chen", EndReason.FIT)
    ended(people, "Dana", EndReason.LEFT)
    assert people.pairs(people.run(at, first={"partner_left": True, "second": True})) == {"Dana": "Ana"}
    assert people.pairs(people.run(at, first={"second": True, "waited": True})) == {"Chen": "Ana"}


def test_offer_that_came_to_nothing_makes_a_second_attempt(people, at):
    run = people.run(at)
    offering.send_offers(run, proposals=run.proposals.all(), by=people.by, at=at)
    offering.expire(Proposal.objects.get(), at=at + 20 * DAY)
    chen = people.people["Chen"].pk
    assert priority.tried([chen, people.people["Dana"].pk, None]) == {chen: ["second"]}


@pytest.mark.parametrize(("waited", "first"), [(41, "Chen"), (42, "Dana")])
def test_long_wait_is_counted_in_days_until_the_run_is_asked_for(people, at, waited, first):
    joined = {"Chen": at - DAY, "Dana": at - waited * DAY}
    for name, since in joined.items():
        Participation.objects.filter(pk=people.people[name].pk).update(joined_at=since)
    assert people.pairs(people.run(at, first={"waited": True})) == {first: "Ana"}


def test_coming_first_never_costs_anybody_a_mentor(people, at):
    people.mentor("Boris", ("Taxation",))
    people.mentee("Emil", ("Taxation",))
    ended(people, "Dana", EndReason.LEFT)
    run = people.run(at, first={"partner_left": True})
    assert (run.result["matched"], people.pairs(run)["Emil"]) == (2, "Boris")


def test_choice_that_puts_somebody_back_who_comes_first_is_told_so():
    told = wording.cost({"mentees_lost": 0, "cost": -5, "first_lost": True})
    assert told == "somebody who comes first would have no mentor"


def test_policy_of_an_earlier_run_puts_nobody_first():
    weights = {key: value for key, value in default_weights().items() if key not in {"own", "first"}}
    assert as_policy(weights, seed=1).tiers == ("mentees", "score", "kept")


def question(people, side, key, kind, *, matching=True, **fields):
    form, _new = Form.objects.get_or_create(programme=people.round.programme, side=side)
    version, _new = FormVersion.objects.get_or_create(
        form=form,
        number=1,
        defaults={"state": VersionState.PUBLISHED, "languages": ["en"], "changed_at": factories.AT},
    )
    section, _new = Section.objects.get_or_create(version=version, position=0)
    options = [{"key": one, "label": {"en": one}} for one in ("calm", "lively", "a", "b", "c")]
    return Question.objects.create(
        section=section,
        position=section.questions.count(),
        key=key,
        kind=kind,
        label={"en": f"About {key}"},
        options=options if kind in (Kind.CHOICE, Kind.CHOICES, Kind.RANKED) else [],
        matching=matching,
        **fields,
    )


def asked_of_both(people, key, kind, **fields):
    for side in Side:
        question(people, side, key, kind, **fields)


def answered(people, **by_name):
    for name, answers in by_name.items():
        Application.objects.filter(participation=people.people[name]).update(own_answers=answers)


def weighed(people, **weights):
    return {
        one.key: {"weight": weights[one.key], "kind": one.kind, "label": one.label, "span": one.span}
        for one in own.shared(people.round.programme)
    }


@pytest.mark.parametrize(
    ("kind", "mentor", "near", "far", "told"),
    [
        (Kind.CHOICE, "calm", "calm", "lively", "About pace: the same answer"),
        (Kind.YES_NO, True, True, False, "About pace: the same answer"),
        (Kind.CHOICES, ["a", "b"], ["a", "b"], ["a", "c"], "About pace: 2 of 2 answers in common"),
        (Kind.RANKED, ["a"], ["a"], ["c"], "About pace: 1 of 1 answers in common"),
        (Kind.SCALE, 5, 4, 1, "About pace: answers near each other"),
        (Kind.NUMBER, 5, 4.4, 1, "About pace: answers near each other"),
    ],
)
def test_question_of_the_programme_decides_between_mentees(at, kind, mentor, near, far, told):
    people = pool()
    people.mentor("Ana")
    people.mentee("Chen")
    people.mentee("Dana")
    asked_of_both(people, "pace", kind)
    answered(people, Ana={"pace": mentor}, Chen={"pace": far}, Dana={"pace": near})
    run = people.run(at, own=weighed(people, pace=40))
    assert people.pairs(run) == {"Dana": "Ana"}
    (row,) = runs.rows(run, run.proposals.all())
    assert told in row.sentence
    assert [part["label"] for part in row.parts][-1] == "About pace"
    assert row.proposal.score == sum(part["points"] for part in row.parts)


def test_the_two_of_a_pair_are_not_told_what_the_other_answered(at):
    people = pool()
    people.mentor("Ana")
    people.mentee("Chen")
    asked_of_both(people, "pace", Kind.CHOICE)
    answered(people, Ana={"pace": "calm"}, Chen={"pace": "calm"})
    run = people.run(at, own=weighed(people, pace=40))
    assert not any("pace" in sentence or "same answer" in sentence for sentence in told_to_pair(run))


def told_to_pair(run):
    return wording.sentences(run.proposals.get().parts)


def test_only_questions_asked_alike_on_both_sides_and_marked_can_be_weighed(people):
    asked_of_both(people, "pace", Kind.CHOICE)
    asked_of_both(people, "size", Kind.SCALE, limits={"least": 1, "most": 7})
    asked_of_both(people, "kept", Kind.CHOICE, matching=False)
    question(people, Side.MENTEE, "alone", Kind.CHOICE)
    question(people, Side.MENTEE, "twofold", Kind.CHOICE)
    question(people, Side.MENTOR, "twofold", Kind.NUMBER)
    found = own.shared(people.round.programme)
    assert [(one.key, one.label, one.span) for one in found] == [
        ("pace", "About pace", 0),
        ("size", "About size", 6),
    ]


def test_run_keeps_nothing_but_the_answers_marked_for_matching(people):
    asked_of_both(people, "pace", Kind.CHOICE)
    asked_of_both(people, "open", Kind.LONG, matching=False)
    answered(people, Chen={"pace": "calm", "open": "Private words"}, Dana={})
    frozen = freeze(people.round)
    own_answers = [one["values"]["own"] for one in frozen["mentees"]]
    assert own_answers == [{"pace": "calm"}, {}]
    assert "Private words" not in str(frozen)


def test_coordinator_weighs_a_question_and_puts_people_first(client, people):
    asked_of_both(people, "pace", Kind.CHOICE)
    client.force_login(people.coordinator)
    url = reverse("matching:round", args=[people.round.pk])
    assert "About pace" in client.get(url).content.decode()
    posted = {f"weight_{key}": 0 for key in default_weights()["weights"]}
    posted |= {"institutions": "any", "own_pace": "30", "first_waited": "on", "first_days": "20"}
    client.post(url, posted)
    policy = Run.objects.get().policy
    assert policy["own"] == {"pace": {"weight": 30, "kind": "choice", "label": "About pace", "span": 0}}
    assert policy["first"] == {
        "partner_left": False,
        "second": False,
        "waited": True,
        "longest": False,
        "days": 20,
    }


def test_two_runs_show_side_by_side_what_each_weighed(people, at):
    asked_of_both(people, "pace", Kind.CHOICE)
    before = people.run(at)
    after = people.run(at, own=weighed(people, pace=30), first={"second": True})
    rows = {row["label"]: row["values"] for row in wording.side_by_side(before, after)}
    assert rows["About pace"] == ["–", "30"]
    assert rows["First, on the second attempt"] == ["no", "yes"]
