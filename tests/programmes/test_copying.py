"""Begin from what is there: copies, the next round, the archive."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.urls import reverse

from fairlead.people.models import Role
from fairlead.programmes import actions, policies, queries
from fairlead.programmes.enums import Part, Phase, RoundState, Side, TeamRole
from fairlead.programmes.models import EligibilityRule, Milestone, Partner, PracticeBlock, Programme, Round
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db

COPIED = []


def copy_forms(source, target, *, by, at):
    COPIED.append((source, target))


@pytest.fixture
def source():
    programme = factories.programme("Harbour", length_months=9, aim="Grow.", own_goals="Calm.")
    Partner.objects.create(programme=programme, institution=factories.institution("Coast"))
    PracticeBlock.objects.create(programme=programme, phase=Phase.SETUP, cost_level=3, money=500, actors="HR")
    EligibilityRule.objects.create(
        programme=programme, side=Side.MENTOR, subject="years", test="at_least", value=3
    )
    factories.member(programme, TeamRole.HR_LEAD, responsible_for="training")
    round = factories.round(programme, name="Autumn")
    Milestone.objects.create(
        round=round, kind="matching", on=date(2026, 11, 2), until=date(2026, 11, 4), note="Room"
    )
    return programme


@pytest.fixture
def cora(source):
    return factories.member(source)


def copy(source, who, at, **given):
    given = {"name": "Second  Harbour", "starts_on": None, "with_team": False, **given}
    return actions.copy_programme(source, **given, by=factories.actor(who), at=at)


def test_a_copy_has_the_design_and_none_of_the_people(source, cora, at):
    factories.application(Round.objects.get())
    made = copy(source, cora, at)
    assert (made.name, made.slug, made.length_months, made.aim) == (
        "Second Harbour",
        "second-harbour",
        9,
        "Grow.",
    )
    assert (made.published, made.copied_from) == (False, source)
    assert [area.name for area in queries.areas(made)] == ["Dual career", "Taxation"]
    assert {partner.institution.name for partner in queries.partners(made)} == {source.lead.name, "Coast"}
    assert (queries.practice_blocks(made)[Phase.SETUP].money, made.eligibility.get().value) == (500, 3)
    assert [(one.person, one.role) for one in queries.team(made)] == [(cora, "coordinator")]
    assert made.rounds.count() == 0


def test_a_copy_may_bring_the_team_and_the_dates(source, cora, at):
    made = copy(source, cora, at, starts_on=date(2027, 11, 14), with_team=True)
    roles = sorted((one.role, one.responsible_for) for one in queries.team(made))
    assert roles == [("coordinator", ""), ("hr_lead", "training")]
    round = made.rounds.get()
    assert (round.state, round.starts_on, round.closes_on) == (
        "planned",
        date(2027, 11, 14),
        date(2027, 10, 30),
    )
    [matching] = round.milestones.all()
    assert (matching.on, matching.until, matching.note) == (date(2027, 11, 1), date(2027, 11, 3), "Room")


@override_settings(PROGRAMME_COPIERS={"forms": f"{__name__}.copy_forms"})
def test_other_contexts_bring_their_part_of_a_copy(source, cora, at):
    COPIED.clear()
    made = copy(source, cora, at)
    assert [(source, made)] == COPIED
    below = factories.programme("Below")
    actions.place(below, source, taking_over=True, by=factories.actor(cora), at=at)
    copy(below, cora, at, name="Beside")
    assert len(COPIED) == 1
    actions.settle_part(below, Part.FORMS, by=factories.actor(cora), at=at)
    assert COPIED[1:] == [(source, below)]


def test_a_copy_of_a_sub_programme_takes_over_the_same_parts(source, cora, at):
    below = factories.programme("Below")
    actions.place(below, source, taking_over=True, by=factories.actor(cora), at=at)
    actions.edit(below, {"length_months": 3}, by=factories.actor(cora), at=at)
    made = copy(below, cora, at, name="Beside")
    design = queries.inheriting(made)
    assert (design.source["aim"], design.source["length_months"], design.length_months) == (source, made, 3)


def test_a_programme_is_copied_on_its_page(client, source, cora):
    client.force_login(cora)
    address = reverse("programmes:copy", args=[source.pk])
    assert "Harbour (copy)" in text(client.get(address))
    assert client.post(address, {"name": ""}).status_code == 422
    response = client.post(address, {"name": "Next", "with_team": "on", "starts_on": "2099-01-15"})
    made = Programme.objects.get(name="Next")
    assert response.headers["Location"] == reverse("programmes:design", args=[made.pk])
    assert made.rounds.get().starts_on == date(2099, 1, 15)


def test_a_programme_without_dates_is_copied_without_a_question_about_them(client):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    address = reverse("programmes:copy", args=[programme.pk])
    assert "starts_on" not in text(client.get(address))
    assert client.post(address, {"name": "Next"}).status_code == 302


def test_an_owner_on_the_team_copies_too(source):
    lead = factories.member(source, TeamRole.HR_LEAD)
    assert not policies.can_copy(factories.actor(lead), source)
    factories.grant(lead, Role.PROGRAMME_OWNER)
    assert policies.can_copy(factories.actor(lead), source)


def test_the_next_round_is_the_last_one_moved(client, source, cora):
    client.force_login(cora)
    last = Round.objects.get()
    address = reverse("programmes:round_again", args=[last.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "AUTUMN", "starts_on": "2027-11-14"}).status_code == 422
    response = client.post(address, {"name": "Next", "starts_on": "2027-11-14"})
    made = Round.objects.get(name="Next")
    assert response.headers["Location"] == reverse("programmes:calendar", args=[made.pk])
    assert (made.opens_on, made.ends_on, made.copied_from) == (
        date(2027, 8, 31),
        date(2028, 5, 13),
        last,
    )
    assert made.milestones.get().on == date(2027, 11, 1)


def test_a_round_without_a_start_is_not_repeated(client, source, cora, at):
    client.force_login(cora)
    rolling = factories.round(source, rolling=True, closes_on=None, starts_on=None, ends_on=None)
    assert client.get(reverse("programmes:round_again", args=[rolling.pk])).status_code == 404
    with pytest.raises(ValueError, match="without a start"):
        actions.repeat_round(rolling, name="X", starts_on=date(2027, 1, 1), by=factories.actor(cora), at=at)


@pytest.mark.parametrize(("months", "start"), [(6, date(2027, 5, 16)), (9, date(2027, 11, 14))])
def test_a_next_start_is_suggested_on_the_same_weekday_with_its_opening_ahead(at, months, start):
    round = factories.round(factories.programme(length_months=months))
    assert actions.suggested_start(round, at=at) == start
    assert actions.suggested_start(round, at=at + timedelta(days=3650)) > date(2036, 10, 1)


def test_an_archived_programme_is_read_and_begins_no_round(client, source, cora, at):
    client.force_login(cora)
    address = reverse("programmes:archive", args=[source.pk])
    assert "Close it first" in text(client.post(address, {"to": "archive"}, follow=True))
    Round.objects.update(state=RoundState.CLOSED)
    client.post(address, {"to": "archive"})
    source.refresh_from_db()
    assert source.archived_at is not None
    assert list(policies.shown_to_staff()) == []
    page = text(client.get(reverse("programmes:detail", args=[source.pk])))
    assert ("Archived" in page, "Plan a round" in page) == (True, False)
    assert "Archived" in text(client.get(reverse("programmes:list")))
    assert client.get(reverse("programmes:round_new", args=[source.pk])).status_code == 404
    by = factories.actor(cora)
    with pytest.raises(actions.Archived):
        actions.plan_round(source, actions.suggested_round(source, at=at), by=by, at=at)
    with pytest.raises(actions.Archived):
        actions.repeat_round(
            Round.objects.get(), name="X", starts_on=date(2027, 1, 1), into=source, by=by, at=at
        )
    client.post(address, {"to": "restore"})
    assert list(policies.shown_to_staff()) == [source]
    assert client.post(address, {"to": "x"}).status_code == 404
