"""Two people sign, write and take back at the same moment."""

import pytest

from fairlead.mentorships.actions import agreements as actions
from fairlead.mentorships.enums import AgreementState
from fairlead.mentorships.models import Agreement, Signature
from fairlead.mentorships.queries import agreements as queries
from fairlead.notifications.models import Letter
from tests.mentorships.agreeing import agree, mentee, mentor, pair, shown_to, sign, take_back, write

pytestmark = pytest.mark.django_db(transaction=True)


def failures(outcomes):
    return [one for one in outcomes if isinstance(one, Exception)]


def test_both_sign_at_once_and_it_comes_into_force_once(at, at_once):
    one = pair()
    write(one, mentee(one), at)
    version = queries.shelf(one).writing
    outcomes = at_once(
        *[lambda by=by: sign(one, by, at, version=version) for by in (mentee(one), mentor(one), mentor(one))]
    )
    assert failures(outcomes) == []
    assert list(Agreement.objects.values_list("state", flat=True)) == [AgreementState.IN_FORCE]
    assert sorted(Signature.objects.values_list("side", flat=True)) == ["mentee", "mentor"]
    assert Letter.objects.filter(kind="agreement_in_force").count() == 1


def test_one_signs_while_the_other_writes_and_no_signature_is_under_unread_words(at, at_once):
    one = pair()
    write(one, mentee(one), at)
    sign(one, mentor(one), at)
    version, seen = queries.shelf(one).writing, shown_to(one, mentee(one))
    signed, written = at_once(
        lambda: sign(one, mentee(one), at, version=version),
        lambda: write(one, mentor(one), at, seen=seen, place="Elsewhere"),
    )
    shelf = queries.shelf(one)
    if isinstance(signed, actions.WordsChanged):  # the writer was first: nobody's name stands there
        assert (shelf.in_force, Signature.objects.count(), shelf.writing.revision) == (None, 0, 2)
    else:  # the signer was first: what was read is in force, the writing is a version of its own
        assert (shelf.in_force.revision, shelf.writing.number, written.taken_back) == (1, 2, ())
        assert set(Signature.objects.values_list("agreement", "revision")) == {(version.pk, 1)}


def test_both_begin_at_once_and_there_is_one_version_with_what_both_wrote(at, at_once):
    one = pair()
    seen = shown_to(one, mentee(one))
    outcomes = at_once(
        lambda: write(one, mentee(one), at, seen=seen, place="The library"),
        lambda: write(one, mentor(one), at, seen=seen, more="We speak French."),
    )
    assert failures(outcomes) == []
    now = shown_to(one, mentor(one))
    assert (Agreement.objects.count(), now.place, now.more) == (1, "The library", "We speak French.")


def test_a_change_is_taken_back_or_comes_into_force_never_both(at, at_once):
    one = pair()
    agree(one, at)
    write(one, mentee(one), at, place="By video")
    sign(one, mentee(one), at)
    version = queries.shelf(one).writing
    signed, given_up = at_once(
        lambda: sign(one, mentor(one), at, version=version),
        lambda: take_back(one, mentee(one), at, version=version),
    )
    states = dict(Agreement.objects.values_list("number", "state"))
    if isinstance(signed, Exception):
        assert (states, given_up) == ({1: "in_force"}, None)
    else:
        assert states == {1: "replaced", 2: "in_force"}
        assert isinstance(given_up, actions.NothingToTakeBack)
