"""Who gets a certificate, when, and what it says."""

import pytest

from fairlead.audit.queries import first_broken
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Meeting
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.recognition import tasks
from fairlead.recognition.actions import issuing
from fairlead.recognition.enums import CertificateState, Kind
from fairlead.recognition.models import Certificate
from fairlead.recognition.queries import parts
from tests import factories
from tests.recognition import ended

pytestmark = pytest.mark.django_db


def given():
    """(name, side, kind, state) of every certificate."""
    rows = Certificate.objects.order_by("issued_at", "side")
    return [(one.name, one.side, one.kind, one.state) for one in rows]


def letters():
    return [(one.kind, one.to_name) for one in Letter.objects.order_by("written_at", "to_name")]


def test_both_of_a_completed_pair_get_theirs_with_a_letter_and_only_once(at):
    ended.pair()
    assert tasks.sweep(at=at) == 2
    assert tasks.sweep(at=at) == 0
    assert given() == [
        ("Ming Mentee", "mentee", "certificate", "issued"),
        ("Moana Mentor", "mentor", "certificate", "issued"),
    ]
    assert letters() == [("certificate-issued", "Ming Mentee"), ("certificate-issued", "Moana Mentor")]
    assert first_broken() is None


def test_certificate_counts_meetings_that_were_held_and_their_minutes(at):
    one = ended.certificate(ended.pair(), at)
    assert (one.meetings, one.minutes) == (6, 390)
    assert (one.starts_on, one.ended_on) == (ended.FIRST, ended.LAST)
    assert (one.programme_name, one.words["heading"]) == ("Safe Harbour", "Certificate of mentoring")


def test_two_thirds_of_the_meetings_expected_are_asked_for(at):
    pair = ended.pair(meetings=3)
    assert tasks.sweep(at=at) == 0
    half = parts.half_on(pair, Side.MENTEE)
    assert (half.wording.least_meetings, half.missing) == (4, 1)
    with pytest.raises(issuing.NotYet, match="1 meeting is missing"):
        ended.certificate(pair, at)
    ended.meet(pair, 1)
    assert tasks.sweep(at=at) == 2


def test_programme_may_make_an_exception(at):
    pair = ended.pair(meetings=1)
    issuing.issue(pair, Side.MENTOR, by=factories.actor(), at=at, excepted=True)
    assert given() == [("Moana Mentor", "mentor", "certificate", "issued")]


@pytest.mark.parametrize("state", [MentorshipState.ACTIVE, MentorshipState.ENDED_EARLY])
def test_pair_that_is_not_completed_gets_none(at, state):
    pair = ended.pair(state=state)
    assert tasks.sweep(at=at) == 0
    with pytest.raises(issuing.NotEnded):
        issuing.issue(pair, Side.MENTEE, by=factories.actor(), at=at, excepted=True)


def test_second_certificate_is_refused_while_one_holds(at):
    pair = ended.pair()
    ended.certificate(pair, at)
    with pytest.raises(issuing.AlreadyIssued):
        ended.certificate(pair, at)


def test_withdrawn_one_is_not_issued_again_by_itself_but_by_the_team(at):
    pair = ended.pair()
    issuing.withdraw(ended.certificate(pair, at), by=factories.actor(), at=at)
    assert tasks.sweep(at=at) == 1
    assert given() == [
        ("Ming Mentee", "mentee", "certificate", "withdrawn"),
        ("Moana Mentor", "mentor", "certificate", "issued"),
    ]
    ended.certificate(pair, at)
    assert sorted(state for _name, side, _kind, state in given() if side == "mentee") == [
        "issued",
        "withdrawn",
    ]
    assert ("certificate-withdrawn", "Ming Mentee") in letters()


def test_one_is_withdrawn_once(at):
    first = ended.certificate(ended.pair(), at)
    again = Certificate.objects.get(pk=first.pk)
    issuing.withdraw(first, by=factories.actor(), at=at)
    with pytest.raises(AlreadyMoved):
        issuing.withdraw(again, by=factories.actor(), at=at)


def test_new_name_is_said_by_a_renewed_certificate_and_the_old_one_points_to_it(at):
    pair = ended.pair()
    old = ended.certificate(pair, at)
    with pytest.raises(issuing.NothingNew):
        issuing.renew(old, by=ended.mentee_of(pair), at=at)
    Person.objects.filter(pk=pair.mentee.person_id).update(name="Ming Li-Mentee")
    old = Certificate.objects.select_related("mentorship").get(pk=old.pk)
    new = issuing.renew(old, by=ended.mentee_of(pair), at=at)
    kept = Certificate.objects.get(pk=old.pk)
    assert (kept.state, kept.replaced_by_id) == (CertificateState.REPLACED, new.pk)
    assert (new.name, new.code != old.code) == ("Ming Li-Mentee", True)
    assert parts.half_on(pair, Side.MENTEE).certificate == new
    with pytest.raises(AlreadyMoved):
        issuing.renew(old, by=ended.mentee_of(pair), at=at)


def test_who_ended_early_gets_a_plain_statement_of_hours_if_they_wish(at):
    pair = ended.pair(meetings=2, state=MentorshipState.ENDED_EARLY)
    one = issuing.state_hours(pair, by=ended.mentor_of(pair), at=at)
    assert (one.kind, one.minutes, one.words["paragraphs"]) == (Kind.STATEMENT, 130, [])
    assert one.words["heading"] == "Statement of hours"
    with pytest.raises(issuing.AlreadyIssued):
        issuing.state_hours(pair, by=ended.mentor_of(pair), at=at)


def test_completed_pair_has_no_use_for_a_statement(at):
    pair = ended.pair()
    with pytest.raises(issuing.NotEnded):
        issuing.state_hours(pair, by=ended.mentor_of(pair), at=at)


def test_pair_without_meetings_is_counted_as_such(at):
    pair = ended.pair(meetings=0)
    Meeting.objects.all().delete()
    assert parts.half_on(pair, Side.MENTEE).counted == parts.Counted(0, 0)


def test_one_that_fails_does_not_stop_the_others(at, monkeypatch):
    ended.pair()
    true = issuing.issue

    def broken(pair, side, **more):
        if side == Side.MENTEE:
            raise RuntimeError
        return true(pair, side, **more)

    monkeypatch.setattr(issuing, "issue", broken)
    assert tasks.sweep(at=at) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_sweeps_at_once_one_issues(at, at_once):
    pair = ended.pair()
    outcomes = at_once(*[lambda: ended.certificate(pair, at)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyIssued", "Certificate"]
    assert Certificate.objects.count() == 1
