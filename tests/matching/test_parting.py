"""A partner leaves, or its coordinator hands over: what becomes of approvals, offers and deputies."""

from typing import Any

import pytest

from fairlead.matching.actions import handing_over, offering, parting
from fairlead.matching.enums import ApprovalState, ProposalState
from fairlead.matching.models import Approval, Deputy, Proposal
from fairlead.notifications.models import Letter
from fairlead.programmes import actions as programmes
from fairlead.programmes.models import TeamMember
from fairlead.programmes.parting import Parting
from tests import factories
from tests.matching.approving import DAY, Stage, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: Any) -> Stage:
    return stage(at)


def leaving(here: Stage) -> Parting:
    return Parting(here.people.round.programme, here.people.away, hand_over=False)


def deputy(here: Stage, at: Any, who: Any) -> Deputy:
    return Deputy.objects.create(
        programme=here.people.round.programme,
        institution=here.people.away,
        named_by=here.partner,
        person=who,
        first_day=at.date(),
        last_day=at.date() + 7 * DAY,
    )


def words(steps: Any) -> list[str]:
    return [one.words for one in steps]


def test_approvals_of_pairs_with_their_people_are_no_longer_asked_and_nobody_stands_in(
    here: Stage, at: Any
) -> None:
    here.ask(at)
    deputy(here, at, factories.person())
    waiting = Approval.objects.filter(state=ApprovalState.WAITING).count()
    assert waiting > 0
    told = words(parting.effects(leaving(here)))
    assert any("no longer asked" in one and one.startswith(str(waiting)) for one in told)
    parting.part(leaving(here), by=here.people.by, at=at)
    assert not Approval.objects.filter(state=ApprovalState.WAITING).exists()
    assert (Deputy.objects.count(), parting.effects(leaving(here))) == (0, [])


def test_an_open_offer_with_their_people_is_closed_and_whoever_stays_is_told(here: Stage, at: Any) -> None:
    crossing = here.proposal("Crossing")
    Proposal.objects.filter(pk=crossing.pk).update(
        state=ProposalState.OFFERED, offered_at=at, expires_at=at + 9 * DAY
    )
    assert "1 open offer is closed" in words(parting.effects(leaving(here)))
    parting.part(leaving(here), by=here.people.by, at=at)
    assert here.proposal("Crossing").state == ProposalState.EXPIRED
    told = Letter.objects.filter(kind="offer-left").values_list("to_email", flat=True)
    assert list(told) == [crossing.mentee.person.email]
    assert offering.abandon(here.proposal("Crossing"), at=at) is False


def test_pairs_to_approve_and_a_deputy_pass_with_the_role(here: Stage, at: Any) -> None:
    here.ask(at)
    deputy(here, at, factories.person())
    member = TeamMember.objects.select_related("person").get(person=here.partner)
    listed = words(handing_over.belongings(member, at=at))
    assert [one.split(" ", 1)[1] for one in listed] in (
        ["pair to approve", "deputy named"],
        ["pairs to approve", "deputy named"],
    )
    quinn = factories.person("Quinn")
    programmes.hand_over(member, quinn, by=here.by, at=at)
    assert Deputy.objects.get().named_by == quinn


def test_a_deputy_who_follows_needs_none_and_one_has_at_most_one(here: Stage, at: Any) -> None:
    quinn = factories.person("Quinn")
    deputy(here, at, quinn)
    member = TeamMember.objects.select_related("person").get(person=here.partner)
    handing_over.pass_on(member, quinn, by=here.by, at=at)
    assert Deputy.objects.count() == 0
    own = deputy(here, at, factories.person())
    Deputy.objects.filter(pk=own.pk).update(named_by=quinn)
    deputy(here, at, factories.person())
    handing_over.pass_on(member, quinn, by=here.by, at=at)
    assert list(Deputy.objects.all()) == [own]


def test_other_roles_have_nothing_to_approve(here: Stage, at: Any) -> None:
    lead = factories.member(here.people.round.programme)
    member = TeamMember.objects.select_related("person").get(person=lead)
    assert handing_over.belongings(member, at=at) == []
    handing_over.pass_on(member, factories.person(), by=here.by, at=at)
