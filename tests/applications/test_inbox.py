"""The review inbox: filters in the address, counts, order, and the way through the list."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.actions import approving, clarifying
from fairlead.applications.enums import ApplicationState
from fairlead.applications.queries import clarifications, inbox
from fairlead.applications.queries.inbox import Filters
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import EligibilityRule
from tests import factories
from tests.applications.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour", areas=("Housing", "Taxation")), name="Autumn")


@pytest.fixture
def cora(client, round):
    person = factories.member(round.programme)
    client.force_login(person)
    return person


@pytest.fixture
def by(cora):
    return factories.actor(cora)


def waiting(round, name="", side=Side.MENTEE, **fields):
    who = factories.person(name) if name else None
    fields.setdefault("areas", ("Housing",))
    return factories.application(round, side, who, **{"state": ApplicationState.SUBMITTED, **fields})


def names(by, round, **filters):
    return [one.person.name for one in inbox.in_round(by, round, Filters(**filters))]


def page_of(client, round, query=""):
    return text(client.get(reverse("applications:list", args=[round.pk]) + query))


def test_unit_area_and_language_narrow_the_list(by, round):
    desk = factories.unit(round.programme.lead, "Welcome desk")
    waiting(round, "Ana", unit=desk)
    waiting(round, "Bob", areas=("Taxation",))
    waiting(round, "Chen", languages=["zh-hans", "en"])
    waiting(round, "Dana", languages=["zh"])
    area = round.programme.areas.get(name="Taxation")
    assert names(by, round, unit=desk.pk) == ["Ana"]
    assert names(by, round, area=area.pk) == ["Bob"]
    assert names(by, round, language="zh") == ["Dana"]


def test_what_the_rules_say_narrows_the_list_for_coordinators_only(by, round, at):
    rule = {"subject": "grade", "test": "at_least", "value": 5, "exceptions_by": "HR"}
    rule = EligibilityRule.objects.create(programme=round.programme, side=Side.MENTEE, **rule)
    waiting(round, "Ana", grade=6)
    waiting(round, "Bob", grade=4)
    waiting(round, "Chen", grade=None)
    dana = waiting(round, "Dana", grade=4)
    dana.exceptions.create(rule=rule, reason="Short of people", made_at=at)
    assert names(by, round, flagged="failed") == ["Bob"]
    assert names(by, round, flagged="unknown") == ["Chen"]
    assert names(by, round, flagged="excepted") == ["Dana"]
    assert inbox.counts(by, round, Filters(flagged="failed"))["submitted"] == 1
    lead = factories.actor(factories.member(round.programme, TeamRole.HR_LEAD))
    assert names(lead, round, flagged="failed") == ["Ana", "Bob", "Chen", "Dana"]


def test_the_order_is_chosen(by, round, at):
    waiting(round, "Ana", submitted_at=at)
    waiting(round, "Bob", submitted_at=at - timedelta(days=2))
    waiting(round, "Chen", submitted_at=at - timedelta(days=1))
    assert names(by, round) == ["Ana", "Bob", "Chen"]
    assert names(by, round, sort="oldest") == ["Bob", "Chen", "Ana"]
    assert names(by, round, sort="newest") == ["Ana", "Chen", "Bob"]


def test_each_quick_filter_counts_within_the_other_filters(by, round, at):
    asked, answered = waiting(round), waiting(round)
    clarifying.ask(asked, "Which campus?", by, at)
    clarifying.ask(answered, "Which campus?", by, at)
    clarifying.answer(answered, "North.", factories.actor(answered.person), at)
    waiting(round, side=Side.MENTOR)
    for state in ("waitlisted", "accepted", "declined", "withdrawn", "draft"):
        waiting(round, side=Side.MENTOR, state=state)
    assert inbox.counts(by, round, Filters(state="ready")) == {
        "": 7,
        "submitted": 3,
        "ready": 1,
        "asked": 1,
        "answered": 1,
        "waitlisted": 1,
        "accepted": 1,
        "declined": 1,
        "withdrawn": 1,
    }
    assert inbox.counts(by, round, Filters(side="mentee"))[""] == 2


def test_the_counts_are_those_of_the_list(by, round, at):
    clarifying.ask(waiting(round), "Which campus?", by, at)
    waiting(round, side=Side.MENTOR)
    counted = inbox.counts(by, round, Filters())
    assert {state: len(names(by, round, state=state)) for state in inbox.STANDS} == {
        state: counted[state] for state in inbox.STANDS
    }


def test_quick_filters_keep_the_other_filters(client, cora, round):
    waiting(round, "Ana")
    listed = reverse("applications:list", args=[round.pk])
    page = page_of(client, round, "?side=mentee&sort=oldest")
    assert f'href="{listed}?side=mentee&state=waitlisted&sort=oldest"' in page
    assert f'href="{listed}?side=mentee&sort=oldest"' in page


def test_the_way_through_the_list_keeps_filters_and_place(by, round):
    ana, _bob, chen, dana = (
        waiting(round, "Ana"),
        waiting(round, "Bob", Side.MENTOR),
        waiting(round, "Chen"),
        waiting(round, "Dana"),
    )
    mentees = Filters(side="mentee")
    assert inbox.neighbours(by, chen, mentees) == (ana.pk, dana.pk, 2, 3)
    assert inbox.neighbours(by, ana, mentees) == (None, chen.pk, 1, 3)


def test_who_no_longer_fits_keeps_the_place_between_those_who_do(by, round):
    ana, bob, chen = (waiting(round, name, Side.MENTOR) for name in ("Ana", "Bob", "Chen"))
    bob.state = ApplicationState.WAITLISTED
    bob.save()
    assert inbox.neighbours(by, bob, Filters(state="ready")) == (ana.pk, chen.pk, 0, 2)


def test_a_decision_leads_back_into_the_same_filters(client, cora, round):
    ana, bob = waiting(round, "Ana", Side.MENTOR), waiting(round, "Bob", Side.MENTOR)
    address = reverse("applications:decide", args=[ana.pk, "admit"]) + "?state=ready"
    response = client.post(address, {"seen": ana.revision}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("applications:detail", args=[ana.pk]) + "?state=ready"
    assert reverse("applications:detail", args=[bob.pk]) + "?state=ready" in text(response)


def test_a_partner_coordinator_walks_through_their_own_only(client, round):
    coast = factories.unit(factories.institution("Coast"))
    who = factories.member(round.programme, TeamRole.PARTNER_COORDINATOR, institution=coast.institution)
    ana = waiting(round, "Ana", unit=coast)
    waiting(round, "Bob")
    assert inbox.neighbours(factories.actor(who), ana, Filters()) == (None, None, 1, 1)
    assert inbox.counts(factories.actor(who), round, Filters())[""] == 1


def test_fifty_rows_stay_under_a_hundred_kilobytes(client, cora, round, at):
    area_names = ("Housing", "Taxation")
    for number in range(51):
        made = waiting(round, f"A person with a rather long name {number}", areas=area_names)
        if number % 2:
            approving.ask_supervisor(made, at)
    response = client.get(reverse("applications:list", args=[round.pk]) + "?side=mentee&sort=oldest")
    assert len(response.content) < 100_000
    assert "51 applications" in text(response)


def test_the_coordinator_is_told_of_answers_and_the_applicant_of_questions(by, round, at):
    ana = waiting(round, "Ana")
    clarifying.ask(ana, "Which campus?", by, at)
    [mine] = clarifications.todos(factories.actor(ana.person), at=at)
    assert (mine.title, mine.url) == (
        "Answer a question about your application",
        reverse("applications:answer", args=[ana.pk]),
    )
    assert clarifications.todos(by, at=at) == []
    clarifying.answer(ana, "North.", factories.actor(ana.person), at)
    [theirs] = clarifications.todos(by, at=at)
    assert (theirs.title, theirs.count, theirs.url.split("?")[1]) == (
        "Read what 1 applicant answered",
        1,
        "state=answered",
    )
    assert clarifications.todos(factories.actor(ana.person), at=at) == []
    assert clarifications.todos(factories.actor(), at=at) == []
