"""The calendar of a round."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fairlead.programmes import actions, queries
from fairlead.programmes.enums import MilestoneKind, RoundState, TeamRole
from fairlead.programmes.models import Milestone, Partner
from fairlead.programmes.views.planning import strip
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.actor(factories.person("Cora"))


def planned(programme=None, **fields):
    return factories.round(programme, **{"state": RoundState.PLANNED, **fields})


def days(round):
    return {one.kind: (one.on, one.until) for one in Milestone.objects.filter(round=round)}


def test_a_planned_round_has_the_year_that_such_schemes_keep(by, at):
    programme = factories.programme()
    Partner.objects.create(programme=programme, institution=factories.institution())
    fields = {
        "name": "Spring",
        "opens_on": date(2026, 12, 1),
        "closes_on": date(2027, 1, 5),
        "starts_on": date(2027, 2, 9),
        "ends_on": date(2027, 8, 9),
        "offer_days": 10,
    }
    round = actions.plan_round(programme, fields, by=by, at=at)
    assert days(round) == {
        "briefing": (date(2026, 11, 17), date(2026, 11, 21)),
        "decisions": (date(2027, 1, 6), date(2027, 1, 12)),
        "mentor_training": (date(2027, 1, 12), None),
        "mentee_briefing": (date(2027, 1, 19), None),
        "matching": (date(2027, 1, 12), date(2027, 1, 19)),
        "partner_approval": (date(2027, 1, 19), date(2027, 1, 26)),
        "offers": (date(2027, 1, 26), date(2027, 2, 5)),
        "introduction": (date(2027, 2, 9), None),
        "first_pulse": (date(2027, 3, 11), None),
        "mid_point": (date(2027, 5, 10), None),
        "end": (date(2027, 8, 9), None),
        "follow_up": (date(2028, 2, 9), None),
        "review": (date(2028, 2, 9), None),
    }


def test_without_training_or_partners_the_year_is_shorter():
    round = planned(
        factories.programme(mentor_training="none", mentee_training="none"), ends_on=None, closes_on=None
    )
    kinds = {one.kind for one in queries.usual_milestones(round)}
    assert kinds.isdisjoint({"mentor_training", "mentee_briefing", "partner_approval"})


def test_a_rolling_intake_has_no_milestones_of_its_own():
    assert queries.usual_milestones(planned(rolling=True)) == []
    assert queries.usual_milestones(planned(starts_on=None, ends_on=None)) == []


def test_milestones_move_with_the_start_and_the_end(by, at):
    round = planned()
    for kind, day in ((MilestoneKind.MATCHING, date(2026, 11, 2)), (MilestoneKind.END, date(2027, 5, 15))):
        Milestone.objects.create(round=round, kind=kind, on=day, until=day)
    actions.edit_round(round, {"starts_on": date(2026, 11, 22), "ends_on": date(2027, 5, 16)}, by=by, at=at)
    assert days(round) == {"matching": (date(2026, 11, 9),) * 2, "end": (date(2027, 5, 16),) * 2}
    actions.edit_round(round, {"ends_on": None}, by=by, at=at)
    assert days(round)["end"] == (date(2027, 5, 16),) * 2


def test_the_usual_dates_are_added_once(by, at):
    round = planned()
    Milestone.objects.create(round=round, kind=MilestoneKind.MATCHING, on=date(2026, 11, 2))
    added = actions.fill_calendar(round, by=by, at=at)
    assert (added, actions.fill_calendar(round, by=by, at=at)) == (11, 0)
    assert days(round)["matching"] == (date(2026, 11, 2), None)


@pytest.mark.parametrize("wrong", [{"until": date(2026, 10, 1)}, {"kind": "own"}])
def test_a_milestone_that_makes_no_sense_is_not_stored(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(
            round=planned(), **{"kind": "matching", "on": date(2026, 11, 2), "until": None, **wrong}
        )


def test_a_coordinator_keeps_the_calendar_on_its_page(client):
    round = factories.round()
    client.force_login(factories.member(round.programme))
    address = reverse("programmes:calendar", args=[round.pk])
    given = {
        "kind": "own",
        "name": "Summer party",
        "on": "2027-06-20",
        "until": "",
        "note": "Garden",
        "do": "add",
    }
    assert client.post(address, given).status_code == 302
    for wrong in ({"name": ""}, {"until": "2027-06-19"}, {"on": ""}):
        assert client.post(address, given | wrong).status_code == 422
    [party] = Milestone.objects.all()
    assert "Change a date" in text(client.get(f"{address}?change={party.pk}"))
    client.post(address, given | {"name": "Party", "do": "change", "milestone": party.pk})
    page = text(client.get(address))
    assert ("Party" in page, "Garden" in page, "Summer" in page) == (True, True, False)
    client.post(address, {"do": "remove", "milestone": party.pk})
    client.post(address, {"do": "fill"})
    assert set(days(round)) >= {"briefing", "follow_up"}
    assert party.kind not in days(round)


@pytest.mark.parametrize("posted", [{"do": "x"}, {"do": "remove"}, {"do": "remove", "milestone": "x"}])
def test_nonsense_about_the_calendar_is_not_found(client, posted):
    round = factories.round()
    client.force_login(factories.member(round.programme))
    address = reverse("programmes:calendar", args=[round.pk])
    assert client.post(address, posted).status_code == 404
    given = {"kind": "matching", "on": "2027-06-20", "do": "change"}
    assert client.post(address, given).status_code == 404


def test_the_calendar_of_another_round_is_not_touched(client):
    round = factories.round()
    client.force_login(factories.member(round.programme))
    foreign = Milestone.objects.create(round=factories.round(), kind="matching", on=date(2026, 11, 2))
    address = reverse("programmes:calendar", args=[round.pk])
    assert client.post(address, {"do": "remove", "milestone": foreign.pk}).status_code == 404


def test_who_does_not_run_the_round_reads_the_calendar(client):
    round = factories.round()
    client.force_login(factories.member(round.programme, TeamRole.HR_LEAD))
    address = reverse("programmes:calendar", args=[round.pk])
    assert "Add a date" not in text(client.get(address))
    assert client.post(address, {"do": "fill"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_costs_the_same_whatever_it_lists(client, django_assert_num_queries, rows):
    round = factories.round()
    client.force_login(factories.member(round.programme))
    for number in range(rows):
        Milestone.objects.create(round=round, kind="own", name=f"Day {number}", on=date(2026, 11, 2))
    with django_assert_num_queries(5):
        client.get(reverse("programmes:calendar", args=[round.pk]))


def test_an_empty_calendar_says_so(client):
    round = factories.round(rolling=True, opens_on=None, closes_on=None, starts_on=None, ends_on=None)
    client.force_login(factories.member(round.programme))
    assert "Nothing is in the calendar yet." in text(
        client.get(reverse("programmes:calendar", args=[round.pk]))
    )
    assert strip([], date(2026, 1, 1)) is None


def test_a_picture_of_many_months_names_them_by_their_first_letter():
    entries = [queries.Entry(title="Pairs", on=date(2026, 1, 15), until=date(2027, 12, 1))]
    drawn = strip(entries, date(2030, 1, 1))
    assert ([month["label"] for month in drawn["months"]][:3], drawn["today"]) == (["J", "F", "M"], None)


def unfolded(text):
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_is_a_file_that_calendar_programmes_read(client):
    programme = factories.programme("Hafen; Prog, „Süd“ العربية " + "ü" * 60, slug="harbour")
    round = factories.round(programme, name="Autumn")
    milestone = Milestone.objects.create(
        round=round, kind="matching", on=date(2026, 11, 2), until=date(2026, 11, 4), note="Room 1;\nbring tea"
    )
    client.force_login(factories.member(programme))
    response = client.get(reverse("programmes:calendar_file", args=[round.pk]))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="harbour.ics"'
    lines = unfolded(response.content.decode())
    assert lines[:2] + lines[-2:] == ["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR", ""]
    start = lines.index(f"UID:{milestone.pk}.{round.pk}@fairlead")
    name = programme.name.replace(";", "\\;").replace(",", "\\,")
    assert lines[start + 2 : start + 7] == [
        "DTSTART;VALUE=DATE:20261102",
        "DTEND;VALUE=DATE:20261105",
        f"SUMMARY:Matching ({name}\\, Autumn)",
        "DESCRIPTION:Room 1\\;\\nbring tea",
        "TRANSP:TRANSPARENT",
    ]


def test_every_event_of_a_file_has_a_lasting_name_of_its_own():
    round = factories.round()
    at = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
    files = [queries.calendar_file(round, at=at) for _ in range(2)]
    names = [line for line in files[0].split("\r\n") if line.startswith("UID:")]
    assert (len(set(names)), files[0]) == (2, files[1])
