"""A partner coordinator names a deputy of the same institution for a time."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now as clock

from fairlead.kernel.errors import Refused
from fairlead.matching.actions import deputies
from fairlead.matching.models import Deputy
from fairlead.matching.queries import approvals
from fairlead.matching.queries.todos import todos
from fairlead.programmes.models import TeamMember
from tests import factories
from tests.matching.approving import DAY, Stage, decide, letters, stage, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: Any) -> Stage:
    return stage(at)


def named(here: Stage, at: Any, email: str, **days: Any) -> Deputy:
    return deputies.name_deputy(
        here.people.round.programme,
        here.people.away.pk,
        email=email,
        **{"first_day": at.date(), "last_day": at.date() + 7 * DAY, **days},
        by=here.by,
        at=at,
    )


def colleague(here: Stage, name: str = "Giorgi") -> Any:
    who = factories.person(name)
    factories.affiliation(who, factories.unit(here.people.away))
    return who


def test_a_deputy_of_the_same_institution_decides_for_the_time_and_as_long_as_the_coordinator_is_one(
    here: Stage, at: Any
) -> None:
    who = colleague(here)
    named(here, at, who.email.upper())
    here.ask(at)
    assert letters(who) == ["1 proposed pair waits for your approval"]
    assert letters(who, "deputy") == ["You stand in for Natia"]
    assert [one.title for one in todos(factories.actor(who), at=at)] == ["Approve 1 proposed pair"]
    assert todos(factories.actor(who), at=at + 9 * DAY) == []
    assert decide(here, at, "Crossing", by=factories.actor(who)) == 1
    TeamMember.objects.filter(person=here.partner).delete()
    assert approvals.deciding(here.people.round.programme, today=at.date()) == {}


@pytest.mark.parametrize("wrong", ["stranger", "self", "gone", "backwards", "over"])
def test_nobody_else_can_stand_in(here: Stage, at: Any, wrong: str) -> None:
    who, days = colleague(here), {}
    if wrong == "stranger":
        who = factories.person()
        factories.affiliation(who)
    elif wrong == "self":
        factories.affiliation(here.partner, factories.unit(here.people.away))
        who = here.partner
    elif wrong == "gone":
        who.affiliations.update(ended_on=at.date() - DAY)
    elif wrong == "backwards":
        days = {"last_day": at.date() - DAY, "first_day": at.date()}
    else:
        days = {"first_day": at.date() - 9 * DAY, "last_day": at.date() - DAY}
    with pytest.raises(Refused):
        named(here, at, who.email, **days)
    assert not Deputy.objects.exists()


def test_a_deputy_is_named_and_taken_back_on_the_page(here: Stage, client: Any) -> None:
    who = colleague(here)
    client.force_login(here.partner)
    url = reverse("matching:deputy", args=[here.people.round.pk])
    today = clock().date()
    assert client.post(url, {"email": "nobody"}).status_code == 422
    form = {"email": "nobody@northport.example", "first_day": today, "last_day": today + DAY}
    assert "Nobody else of your institution" in text(client.post(url, form))
    shown = client.post(url, {**form, "email": who.email}, follow=True)
    assert "Giorgi decides in your place" in text(shown)
    client.post(url, {"dismiss": "1"})
    assert not Deputy.objects.exists()
    client.post(url, {"dismiss": "1"})
    named(here, clock(), who.email)
    client.force_login(who)
    assert client.post(url, {**form, "email": here.partner.email}).status_code == 404
    assert client.get(reverse("matching:approvals", args=[here.people.round.pk])).status_code == 200


@pytest.mark.parametrize("row", [{"first_day": "2026-10-02", "last_day": "2026-10-01"}, {"person": "self"}])
def test_the_database_holds_no_deputy_out_of_order(here: Stage, row: dict[str, str]) -> None:
    given: dict[str, Any] = {"first_day": "2026-10-01", "last_day": "2026-10-02", "person": colleague(here)}
    given |= row if "person" not in row else {"person": here.partner}
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(
            programme=here.people.round.programme,
            institution=here.people.away,
            named_by=here.partner,
            **given,
        )
