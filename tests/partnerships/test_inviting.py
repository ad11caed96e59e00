"""A coordinator invites an institution by a link; the partner’s coordinator comes by it, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fairlead.kernel.errors import AlreadyMoved
from fairlead.partnerships import policies, queries
from fairlead.partnerships.actions import inviting
from fairlead.partnerships.actions.letters import secret_of
from fairlead.partnerships.enums import PartnershipState
from fairlead.partnerships.forms.inviting import InviteForm
from fairlead.partnerships.models import Partnership
from fairlead.people.models import SignInLink
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner
from tests import factories
from tests.partnerships import arranging
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


def test_the_invitation_goes_out_with_the_first_words(at):
    two = arranging.begun(at)
    assert arranging.letters("invitation") == []
    arranging.propose(two, two.lead, at)
    assert arranging.letters("invitation") == ["Pia@coast.example"]
    assert two.stored().state == PartnershipState.INVITED
    assert two.stored().expires_at == at + timedelta(days=30)


def test_an_invited_institution_is_no_partner_yet_and_its_coordinator_sees_only_the_arrangement(at):
    two = arranging.talking(at)
    assert list(Partner.objects.values_list("institution", flat=True)) == [two.programme.lead_id]
    assert policies.party(two.partner, two.stored()) == "partner"
    assert [one.pk for one in policies.visible(two.partner)] == [two.partnership.pk]


def test_the_leading_institution_is_not_invited(at):
    programme = factories.programme()
    with pytest.raises(inviting.LeadsAlready):
        inviting.begin(programme, programme.lead, name="X", email="x@x.example", by=factories.actor(), at=at)


def test_an_institution_is_invited_once(at):
    two = arranging.begun(at)
    with pytest.raises(inviting.KnownAlready):
        inviting.begin(two.programme, two.coast, name="X", email="x@x.example", by=two.lead, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.create(
            programme=two.programme, institution=two.coast, fingerprint="x", begun_at=at
        )


def test_a_link_works_once(at):
    two = arranging.talking(at)
    with pytest.raises(inviting.LinkUnusable):
        inviting.come_in(secret_of(two.stored()), by=two.partner, at=at)


def test_a_link_works_for_thirty_days(at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, at)
    secret = secret_of(two.stored())
    with pytest.raises(inviting.LinkUnusable):
        inviting.come_in(secret, by=two.partner, at=at + timedelta(days=30))
    inviting.come_in(secret, by=two.partner, at=at + timedelta(days=29))


def test_a_renewed_link_replaces_the_one_before(at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, at)
    old = secret_of(two.stored())
    later = at + timedelta(days=40)
    inviting.renew(two.stored(), name="Pia", email="pia@coast.example", by=two.lead, at=later)
    assert queries.by_secret(old) is None
    inviting.come_in(secret_of(two.stored()), by=two.partner, at=later)
    assert two.stored().state == PartnershipState.TALKING
    assert arranging.letters("invitation") == ["Pia@coast.example", "pia@coast.example"]
    with pytest.raises(inviting.LinkUnusable):
        inviting.renew(two.stored(), name="Pia", email="pia@coast.example", by=two.lead, at=later)


def test_a_withdrawn_link_lets_nobody_in_and_who_had_come_is_told(at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, at)
    inviting.withdraw(two.stored(), by=two.lead, at=at)
    with pytest.raises(inviting.LinkUnusable):
        inviting.come_in(secret_of(two.stored()), by=two.partner, at=at)
    assert (arranging.letters("withdrawn"), two.shelf().proposed) == ([], None)
    with pytest.raises(AlreadyMoved):
        inviting.withdraw(two.stored(), by=two.lead, at=at)


def test_a_partner_who_has_come_hears_of_a_withdrawal_and_reads_no_more(at):
    two = arranging.talking(at)
    inviting.withdraw(two.stored(), by=two.lead, at=at)
    assert arranging.letters("withdrawn") == ["pia@coast.example"]
    assert list(policies.visible(two.partner)) == []


def test_the_link_is_for_the_address_it_was_sent_to(at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, at)
    for other in (factories.person(), two.cora):
        with pytest.raises(inviting.NotTheirs):
            inviting.come_in(secret_of(two.stored()), by=factories.actor(other), at=at)


def test_who_is_signed_in_with_another_address_is_told_so_and_has_no_button(client, at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, timezone.now())
    client.force_login(two.pia)
    assert "Read the arrangement" in text(client.get(arranging.link(two)))
    client.force_login(factories.person())
    page = text(client.get(arranging.link(two)))
    assert ("Read the arrangement" in page, "Sign out and open the link again" in page) == (False, True)


def test_nothing_in_the_name_of_a_partner_turns_the_words_around(at):
    two = arranging.begun(at)
    given = {"new_name": "Isle\u202e College", "name": "Pia\u2066 Isle", "email": "pia@isle.example"}
    form = InviteForm(given, programme=two.programme)
    assert (form.is_valid(), form.cleaned_data["new_name"], form.cleaned_data["name"]) == (
        True,
        "Isle College",
        "Pia Isle",
    )
    nothing = InviteForm({**given, "name": "\u202e", "new_name": "\u202e"}, programme=two.programme)
    assert set(nothing.errors) == {"name", "institution"}


def test_nobody_speaks_for_both_sides(at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, at)
    factories.member(two.programme, TeamRole.HR_LEAD, two.pia)
    with pytest.raises(inviting.NotTheirs):
        inviting.come_in(secret_of(two.stored()), by=two.partner, at=at)
    assert policies.party(two.partner, two.stored()) is None


def test_a_declined_partner_is_invited_again_and_reads_the_old_versions(at):
    two = arranging.talking(at)
    old = secret_of(two.stored())
    inviting.withdraw(two.stored(), by=two.lead, at=at)
    again = inviting.begin(two.programme, two.coast, name="P", email=two.pia.email, by=two.lead, at=at)
    assert (again.pk, again.state, queries.by_secret(old)) == (two.partnership.pk, "preparing", None)
    version = arranging.propose(two, two.lead, at)
    inviting.come_in(secret_of(two.stored()), by=two.partner, at=at)
    assert (version.number, len(two.shelf().versions)) == (2, 2)


def test_opening_the_link_spends_nothing_and_whoever_is_not_known_gets_a_link_to_sign_in(client, at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, timezone.now())
    address = arranging.link(two)
    for _time in range(2):
        assert "Run a programme together" in text(client.get(address))
    assert "Look into your mailbox" in text(client.post(address))
    assert SignInLink.objects.get().next_path == address
    assert two.stored().used_at is None


def test_a_wrong_address_is_not_found_and_a_used_link_is_gone(client, at):
    two = arranging.talking(at)
    assert client.get("/partner-invitations/nothing/").status_code == 404
    assert client.get(arranging.link(two)).status_code == 410
    assert client.post(arranging.link(two)).status_code == 409


def test_whoever_came_by_the_link_goes_on_to_the_page(client, at):
    two = arranging.talking(at)
    client.force_login(two.pia)
    assert client.get(arranging.link(two)).status_code == 302
    client.force_login(factories.person())
    assert client.get(arranging.link(two)).status_code == 410


def test_the_leading_side_hears_that_somebody_came(at):
    two = arranging.begun(at)
    arranging.propose(two, two.lead, at)
    secret = secret_of(two.stored())
    inviting.come_in(secret, by=two.partner, at=at)
    assert arranging.letters("came") == [two.cora.email]
