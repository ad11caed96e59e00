"""`fairlead export`: what is in the data set, what never is, and when it is refused."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from django.utils import timezone

from fairlead import cli
from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.audit.models import Entry
from fairlead.cli.export import month, percent
from fairlead.evaluation.actions.research import give_for_research
from fairlead.evaluation.queries import research
from fairlead.evaluation.research.facts import COLUMNS
from fairlead.kernel.actors import Actor
from fairlead.mentorships.enums import MeetingState, MentorshipState, PlanStage
from fairlead.mentorships.models import Agreement, Meeting, Plan
from fairlead.programmes.enums import Side
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def facts(programme):
    """The facts of each application by the address of its writer."""
    names = [column.name for column in COLUMNS]
    people = dict(Application.objects.values_list("person", "person__email"))
    found = research.rows(programme, since=SINCE, until=UNTIL)
    return {people[row.person]: dict(zip(names, row.facts, strict=True)) for row in found}


def approval(of, state, days):
    SupervisorApproval.objects.create(
        application=of,
        supervisor_name="Line Manager",
        supervisor_email="line.manager@northport.example",
        fingerprint=str(of.pk),
        state=state,
        asked_at=AT,
        answer_by=AT + timedelta(days=10),
        answered_at=None if days is None else AT + timedelta(days=days),
    )


def busy_pair(round):
    """A completed pair of two institutions with four meetings held, an agreement in force and a plan."""
    mentor = factories.application(round, Side.MENTOR, factories.person(email="mentor@north.example"))
    mentee = factories.application(
        round, Side.MENTEE, factories.person(email="mentee@north.example"), ("Taxation", "Dual career")
    )
    approval(mentee, ApprovalState.APPROVED, 5)
    pair = factories.mentorship(
        round,
        mentor.participation,
        mentee.participation,
        state=MentorshipState.COMPLETED,
        agreed_at=AT + timedelta(days=23),
    )
    for state in [*[MeetingState.HELD] * 4, MeetingState.CANCELLED]:
        logged_at = AT if state == MeetingState.HELD else None
        Meeting.objects.create(
            mentorship=pair, state=state, starts_at=AT, minutes=60, made_at=AT, logged_at=logged_at
        )
    Agreement.objects.create(
        mentorship=pair, number=1, state="in_force", begun_at=AT, changed_at=AT, in_force_at=AT
    )
    Plan.objects.create(
        mentorship=pair,
        state=PlanStage.AGREED,
        begun_at=AT,
        agreed_at=AT,
        mentee_agreed_at=AT,
        mentor_agreed_at=AT,
    )
    return pair


def test_the_facts_of_a_pair_are_told_in_bands():
    round = factories.round()
    busy_pair(round)
    found = facts(round.programme)
    assert found["mentee@north.example"] == {
        "decision": "accepted",
        "approval": "4 to 10 days",
        "areas": "2",
        "pairs": "1",
        "wait": "2 to 4 weeks",
        "distance": "other institution",
        "ending": "completed",
        "meetings": "3 to 5",
        "agreement": "yes",
        "plan": "yes",
    }
    assert found["mentor@north.example"]["approval"] == "none"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ApplicationState.SUBMITTED, "undecided"),
        (ApplicationState.DECLINED, "declined"),
        (ApplicationState.WAITLISTED, "waitlisted"),
        (ApplicationState.WITHDRAWN, "withdrawn"),
    ],
)
def test_an_application_without_a_pair(state, told):
    round = factories.round()
    alone = factories.application(round, state=state)
    approval(alone, ApprovalState.DECLINED if state == "declined" else ApprovalState.WAITING, None)
    (found,) = facts(round.programme).values()
    assert (found["decision"], found["pairs"], found["wait"]) == (told, "0", "none")
    assert (found["distance"], found["ending"], found["meetings"]) == ("none", "none", "0")
    assert found["approval"] == ("declined" if state == "declined" else "no answer yet")


@pytest.mark.parametrize(
    ("state", "told"), [("active", "running"), ("ended_early", "ended early"), ("completed", "completed")]
)
def test_a_pair_inside_a_unit_and_how_it_ended(state, told):
    round, home = factories.round(), factories.unit()
    mentor = factories.application(round, Side.MENTOR, unit=home)
    mentee = factories.application(round, Side.MENTEE, unit=home)
    factories.mentorship(round, mentor.participation, mentee.participation, state=state)
    assert {(one["ending"], one["distance"]) for one in facts(round.programme).values()} == {
        (told, "same unit")
    }


def test_units_of_one_institution_are_other_units():
    round, home = factories.round(), factories.institution()
    mentor = factories.application(round, Side.MENTOR, unit=factories.unit(home))
    mentee = factories.application(round, Side.MENTEE, unit=factories.unit(home))
    factories.mentorship(round, mentor.participation, mentee.participation)
    assert {one["distance"] for one in facts(round.programme).values()} == {"other unit"}


def test_only_what_was_sent_in_the_months_counts_and_only_of_the_programme():
    round = factories.round()
    kept = factories.application(round, submitted_at=datetime(2026, 3, 31, 21, 30, tzinfo=UTC))
    factories.application(round, submitted_at=datetime(2026, 4, 30, 22, 30, tzinfo=UTC))  # 1 May at home
    factories.application(round, state=ApplicationState.DRAFT)
    factories.application(factories.round(), submitted_at=AT)
    found = research.rows(
        round.programme,
        since=timezone.make_aware(datetime(2026, 1, 1)),
        until=timezone.make_aware(datetime(2026, 5, 1)),
    )
    assert [(row.person, row.subject.month) for row in found] == [(kept.person_id, (2026, 3))]


def test_rows_are_read_in_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    round = factories.round()
    for _number in range(2):
        busy = factories.application(round, Side.MENTOR)
        factories.mentorship(
            round, busy.participation, factories.application(round, Side.MENTEE).participation
        )
        with django_assert_num_queries(7):
            research.rows(round.programme, since=SINCE, until=UNTIL)


def crowd(round):
    """Twelve mentees and six mentors of two institutions, and one who is like nobody."""
    homes = [factories.unit(factories.institution(name), "Housing") for name in ("North", "South")]
    for number in range(18):
        factories.application(
            round,
            Side.MENTOR if number % 3 == 0 else Side.MENTEE,
            factories.person(f"Unmistakable Name {number}"),
            unit=homes[number % 2],
            hopes="Words written in confidence",
            job_title="Director of Lighthouses",
            years=Decimal("3.5"),
            submitted_at=AT + timedelta(days=number),
        )
    factories.application(
        round, unit=factories.unit(factories.institution("East")), grade=20, submitted_at=AT
    )
    return round


def export(round, out, *words):
    command = ["export", "--programme", round.programme.slug, "--from", "2026-01", "--to", "2026-12"]
    return cli.main([*command, "--out", str(out), *words])


def test_the_command_writes_a_data_set_in_which_nobody_can_be_made_out(tmp_path, capsys):
    round = crowd(factories.round())
    out = tmp_path / "research"
    assert export(round, out, "--left-out", "10") == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "README.md",
        "applications.csv",
        "dictionary.json",
        "dictionary.md",
    ]
    told = json.loads((out / "dictionary.json").read_text(encoding="utf-8"))
    table = pd.read_csv(out / "applications.csv", dtype=str, keep_default_na=False)
    assert list(table.columns) == [column["name"] for column in told["columns"]]
    assert table.groupby(told["anonymity"]["quasi_identifiers"]).size().min() >= 5
    assert (len(table), told["anonymity"]["rows_left_out"]) == (18, 1)
    assert "18 rows in" in capsys.readouterr().out
    everything = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    for secret in ("Unmistakable", "confidence", "Lighthouses", "@", "Line Manager", "2026-10-"):
        assert secret not in everything
    for column in told["columns"]:
        known = {one if isinstance(one, str) else one["value"] for one in column["values"]}
        assert set(table[column["name"]]) <= known


def test_an_export_is_recorded_with_numbers_alone(tmp_path):
    round = crowd(factories.round())
    export(round, tmp_path / "out", "--left-out", "10")
    entry = Entry.objects.get(verb="data given for research")
    assert (entry.actor_label, entry.thing_id) == ("fairlead export", str(round.programme.pk))
    assert entry.details["left_out"] == 1


def test_it_is_refused_when_people_could_be_made_out(tmp_path, capsys):
    round = factories.round()
    for _number in range(4):
        factories.application(round)
    assert export(round, tmp_path / "out") == 1
    assert "Nothing is written: not everybody can be hidden among 5 people." in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    assert not Entry.objects.filter(verb="data given for research").exists()


def test_the_refusal_says_how_many_rows_would_have_to_go(tmp_path, capsys):
    round = factories.round()
    for number in range(10):
        factories.application(round, Side.MENTEE if number else Side.MENTOR)
    assert export(round, tmp_path / "out") == 1
    assert "10.0 % of the rows would have to be left out, and 5 % are allowed." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--k", "4"], "too small"),
        (["--from", "2027-01"], "--from lies after --to"),
        (["--programme", "nowhere"], "no programme is called nowhere; known are: programme-"),
    ],
)
def test_what_cannot_be_is_said(tmp_path, capsys, words, said):
    assert export(factories.round(), tmp_path / "out", *words) == 2
    assert said in capsys.readouterr().err


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert export(factories.round(), tmp_path) == 2
    assert "name a new or an empty folder" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--from", "March"], ["--left-out", "90"], ["--k", "many"]])
def test_what_cannot_be_read_is_refused(tmp_path, words):
    with pytest.raises(SystemExit) as ended:
        export(factories.round(), tmp_path / "out", *words)
    assert ended.value.code == 2


def test_months_and_percent_are_read():
    assert (month("2026-12"), percent("5")) == (date(2026, 12, 1), 0.05)


def test_december_ends_with_the_year():
    round = crowd(factories.round())
    hidden, _files = give_for_research(
        round.programme,
        since=date(2026, 1, 31),
        until=date(2026, 12, 1),
        k=5,
        most_left_out=0.1,
        by=Actor(name="A test"),
        at=AT,
    )
    assert len(hidden.rows) == 18
