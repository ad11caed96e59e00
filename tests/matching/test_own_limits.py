"""What a partner reads of the limits and the balance of its own institution."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.matching.models import PlaceQuota
from fairlead.programmes.enums import RoundState, Side
from tests import factories
from tests.matching.approving import Stage, stage, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: Any) -> Stage:
    return stage(at)


def page(client: Any, here: Stage) -> str:
    client.force_login(here.partner)
    return text(client.get(reverse("matching:approvals", args=[here.people.round.pk])))


def limit(here: Stage, institution: Any, most: int) -> None:
    PlaceQuota.objects.create(round=here.people.round, institution=institution, mentors_most=most)


def earlier_pair(here: Stage) -> None:
    past = factories.round(here.people.round.programme, state=RoundState.FINISHED)
    two = [
        factories.application(past, side, factories.person(), ("Dual career",), unit=factories.unit(place))
        for side, place in ((Side.MENTOR, here.people.away), (Side.MENTEE, here.people.home))
    ]
    factories.mentorship(past, two[0].participation, two[1].participation)


def test_a_partner_reads_the_limits_and_balance_of_its_own_institution_only(here: Stage, client: Any) -> None:
    name = here.people.away.name
    limit(here, here.people.away, 4)
    limit(here, here.people.home, 7)
    earlier_pair(here)
    here.ask(timezone.now(), timezone.localdate() + timedelta(days=7))
    shown = page(client, here)
    assert f"Pairs with mentors of {name}: 0 so far; the round asks for at most 4." in shown
    assert f"In other rounds {name} gave 1 to other institutions and took 0 from them." in shown
    assert "at most 7" not in shown


def test_nothing_is_said_of_limits_where_there_are_none(here: Stage, client: Any) -> None:
    here.ask(timezone.now(), timezone.localdate() + timedelta(days=7))
    assert "What your institution gives and takes" not in page(client, here)
