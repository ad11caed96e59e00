"""Versions are proposed, signed and declined; what both have signed holds."""

import pytest
from django.db import IntegrityError, transaction

from fairlead.partnerships.actions import arranging as actions
from fairlead.partnerships.enums import ArrangementState
from fairlead.partnerships.models import Arrangement, ArrangementSignature
from fairlead.partnerships.queries.todos import todos
from fairlead.partnerships.wording import differences
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, TeamMember
from tests import factories
from tests.partnerships.arranging import begun, in_force, letters, propose, sign, talking

pytestmark = pytest.mark.django_db


def states(two):
    return [one.state for one in two.shelf().versions]


def test_it_counts_only_when_both_have_signed_the_same_version(at):
    two = talking(at)
    first = two.shelf().proposed
    assert sign(first, two.lead, at) is False
    assert not Partner.objects.filter(institution=two.coast).exists()
    second = propose(two, two.partner, at, mentees=8)
    with pytest.raises(actions.OtherWords):
        sign(first, two.partner, at)
    assert sign(second, two.partner, at) is False
    assert sign(second, two.lead, at) is True
    assert (states(two), two.stored().state) == (["overtaken", "in_force"], "in_force")
    assert Partner.objects.get(institution=two.coast).arranged is True
    member = TeamMember.objects.get(person=two.pia)
    assert (member.role, member.institution) == (TeamRole.PARTNER_COORDINATOR, two.coast)


def test_a_second_click_signs_once(at):
    two = talking(at)
    first = two.shelf().proposed
    assert [sign(first, two.lead, at), sign(first, two.lead, at)] == [False, False]
    assert ArrangementSignature.objects.count() == 1
    assert [sign(first, two.partner, at), sign(first, two.partner, at)] == [True, True]
    assert letters("in-force") == sorted([two.cora.email, two.pia.email])


def test_a_signature_names_the_words_it_read(at):
    two = talking(at)
    first = two.shelf().proposed
    with pytest.raises(actions.OtherWords):
        actions.sign(first, seen="0" * 64, by=two.lead, at=at)
    Arrangement.objects.update(document=first.document | {"partner": "Somebody else"})
    with pytest.raises(actions.OtherWords):
        actions.sign(first, seen=first.digest, by=two.lead, at=at)
    assert ArrangementSignature.objects.count() == 0


def test_an_amendment_leaves_what_holds_until_both_have_signed_it(at):
    two = in_force(at)
    change = propose(two, two.lead, at, mentors=9)
    assert states(two) == ["in_force", "proposed"]
    sign(change, two.lead, at)
    assert two.shelf().in_force.number == 1
    sign(change, two.partner, at)
    assert states(two) == ["replaced", "in_force"]
    assert TeamMember.objects.filter(person=two.pia).count() == 1


def test_a_declined_amendment_falls_away_and_the_arrangement_holds(at):
    two = in_force(at)
    propose(two, two.lead, at, mentors=9)
    actions.decline(two.stored(), reason="Too many.", seen=2, by=two.partner, at=at)
    assert (states(two), two.stored().state) == (["in_force", "declined"], "in_force")
    assert letters("declined") == [two.cora.email]


def test_a_declined_invitation_ends_with_the_reason(at):
    two = talking(at)
    actions.decline(two.stored(), reason="Not this year.", seen=1, by=two.partner, at=at)
    assert (two.stored().state, two.stored().reason, states(two)) == (
        "declined",
        "Not this year.",
        ["declined"],
    )
    with pytest.raises(actions.NotOpen):
        propose(two, two.partner, at, mentors=1)


def test_whoever_writes_from_an_old_page_is_told_and_nothing_is_lost(at):
    two = talking(at)
    propose(two, two.partner, at, mentees=8)
    with pytest.raises(actions.OtherWords):
        actions.propose(two.stored(), {"x": 1}, seen=1, by=two.lead, at=at)
    with pytest.raises(actions.OtherWords):
        actions.decline(two.stored(), reason="No.", seen=1, by=two.lead, at=at)
    assert states(two) == ["overtaken", "proposed"]


def test_the_same_words_are_no_new_version(at):
    two = talking(at)
    with pytest.raises(actions.NothingChanged):
        propose(two, two.partner, at)


def test_somebody_outside_neither_proposes_nor_signs(at):
    two = talking(at)
    other = factories.actor(factories.member(two.programme, TeamRole.IRO_LEAD))
    for who in (other, factories.actor(factories.person())):
        with pytest.raises(actions.NotOpen):
            propose(two, who, at, mentors=1)
        with pytest.raises(actions.NotOpen):
            sign(two.shelf().proposed, who, at)


def test_a_partner_who_is_on_the_team_already_needs_no_link(at):
    two = begun(at)
    factories.Partner.objects.create(programme=two.programme, institution=two.coast)
    old = factories.member(two.programme, TeamRole.PARTNER_COORDINATOR, institution=two.coast)
    version = propose(two, two.lead, at)
    sign(version, factories.actor(old), at)
    assert sign(version, two.lead, at) is True
    assert TeamMember.objects.filter(role=TeamRole.PARTNER_COORDINATOR).count() == 1


def test_what_two_versions_word_differently_is_told_row_by_row(at):
    two = talking(at)
    first = two.shelf().proposed
    second = propose(two, two.partner, at, mentors=2, transfers="Georgia, by standard clauses")
    told = [(one.label, one.before, one.after) for one in differences(first.document, second.document)]
    assert told == [
        ("Coast Academy gives", "4 mentors a year", "2 mentors a year"),
        ("Transfers outside the European Economic Area", "None", "Georgia, by standard clauses"),
    ]
    fewer = propose(two, two.partner, at, shared=["contact", "figures"])
    (told,) = [one for one in differences(first.document, fewer.document) if "shared" in one.label]
    assert told.before == "Applications: areas, languages, hopes for meetings"
    assert told.after == "Counted results without names"
    third = propose(two, two.lead, at, security="", shared_more="Only what a pair needs.")
    told = differences(first.document, third.document)
    assert [(one.before, one.after) for one in told] == [
        ("", "Only what a pair needs."),
        ("Access by role.", ""),
    ]


def test_the_words_stay_as_they_were_read_whatever_is_renamed(at):
    two = talking(at)
    two.coast.name = "Another Name"
    two.coast.save()
    assert two.shelf().proposed.document["partner"] == "Coast Academy"


@pytest.mark.parametrize("state", [ArrangementState.PROPOSED, ArrangementState.IN_FORCE])
def test_the_database_knows_one_version_that_waits_and_one_that_holds(at, state):
    two = talking(at)
    said = {"document": {}, "digest": "x", "party": "lead", "proposed_at": at, "state": state}
    Arrangement.objects.update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrangement.objects.create(partnership=two.partnership, number=2, **said)


def test_both_sides_find_what_waits_for_them_on_their_home(at):
    two = talking(at)
    read = "Read and sign the arrangement with {}"
    of = lambda who: [todo.title for todo in todos(who, at=at)]  # noqa: E731
    assert of(two.lead) == [read.format("Coast Academy")]
    assert of(two.partner) == [read.format(two.programme.lead.name)]
    sign(two.shelf().proposed, two.partner, at)
    assert of(two.partner) == []
    assert of(factories.actor()) == []


@pytest.mark.django_db(transaction=True)
def test_both_sign_at_once_and_it_comes_into_force_once(at, at_once):
    two = talking(at)
    version = two.shelf().proposed
    both = [lambda by=by: sign(version, by, at) for by in (two.lead, two.partner, two.partner)]
    outcomes = at_once(*both)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert states(two) == ["in_force"]
    assert sorted(ArrangementSignature.objects.values_list("party", flat=True)) == ["lead", "partner"]
    assert letters("in-force") == sorted([two.cora.email, two.pia.email])
    assert Partner.objects.filter(institution=two.coast).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_signs_while_the_other_proposes_and_no_signature_is_under_unread_words(at, at_once):
    two = talking(at)
    version = two.shelf().proposed
    sign(version, two.lead, at)
    signed, proposed = at_once(
        lambda: sign(version, two.partner, at), lambda: propose(two, two.lead, at, mentors=1)
    )
    if isinstance(signed, actions.OtherWords):
        assert states(two) == ["overtaken", "proposed"]
    else:
        assert (signed, states(two)) == (True, ["in_force", "proposed"])
    assert not ArrangementSignature.objects.filter(arrangement__number=2).exists()
    assert proposed.number == 2
