"""Who may see, run and change a programme."""

import pytest
from django.http import Http404

from fairlead.kernel.actors import NOBODY
from fairlead.people.models import Role
from fairlead.programmes import policies
from fairlead.programmes.enums import RoundState, TeamRole
from tests import factories

pytestmark = pytest.mark.django_db


def as_member(programme, role, **fields):
    return factories.actor(factories.member(programme, role, **fields))


@pytest.mark.parametrize(
    ("role", "sees", "leads", "edits"),
    [
        (TeamRole.COORDINATOR, True, True, True),
        (TeamRole.HR_LEAD, True, True, False),
        (TeamRole.IRO_LEAD, True, True, False),
        (TeamRole.PARTNER_COORDINATOR, True, False, False),
    ],
)
def test_each_role_of_a_team_may_do_its_part(role, sees, leads, edits):
    round = factories.round()
    actor = as_member(round.programme, role)
    may = (
        policies.can_see(actor, round.programme),
        policies.can_lead_round(actor, round),
        policies.can_edit(actor, round.programme),
    )
    assert may == (sees, leads, edits)
    assert policies.can_run_round(actor, round) is edits
    assert policies.can_see_round(actor, round) is sees


def test_members_see_their_programmes_only():
    mine, _other = factories.programme(), factories.programme()
    actor = as_member(mine, TeamRole.HR_LEAD)
    assert list(policies.visible(actor)) == [mine]


def test_a_stranger_sees_nothing():
    round = factories.round()
    assert list(policies.visible(NOBODY)) == []
    assert list(policies.visible_rounds(NOBODY)) == []
    assert policies.partner_institutions(NOBODY) == {}
    with pytest.raises(Http404):
        policies.fetch(NOBODY, round.programme_id)


def test_a_partner_coordinator_answers_for_named_institutions():
    programme, coast = factories.programme(), factories.institution("Coast")
    actor = as_member(programme, TeamRole.PARTNER_COORDINATOR, institution=coast)
    assert policies.partner_institutions(actor) == {programme.pk: frozenset({coast.pk})}


def test_a_round_is_fetched_by_those_who_may():
    round = factories.round()
    cora, hal = (as_member(round.programme, role) for role in (TeamRole.COORDINATOR, TeamRole.HR_LEAD))
    assert policies.fetch_round(cora, round.pk, to=policies.can_run_round) == round
    with pytest.raises(Http404):
        policies.fetch_round(hal, round.pk, to=policies.can_run_round)


def test_programme_owners_found_programmes():
    owner = factories.person()
    assert not policies.can_found(factories.actor(owner))
    factories.grant(owner, Role.PROGRAMME_OWNER)
    assert policies.can_found(factories.actor(owner))


def test_staff_find_published_programmes_and_their_open_rounds():
    shown, hidden = factories.programme(), factories.programme(published=False)
    open_round = factories.round(shown)
    factories.round(shown, state=RoundState.CLOSED)
    factories.round(hidden)
    assert list(policies.shown_to_staff()) == [shown]
    assert list(policies.open_rounds()) == [open_round]
