"""An agreement is written by two, signed as it was read, and changed only by both."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.mentorships.actions import agreements as actions
from fairlead.mentorships.actions.agreement_templates import TEXTS, settle_template
from fairlead.mentorships.enums import AGREEMENT_MOVES, AgreementState, MentorshipState
from fairlead.mentorships.models import Agreement, Mentorship, Signature
from fairlead.mentorships.queries import agreements as queries
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from fairlead.sealed import actions as sealed
from fairlead.sealed.models import Sealed
from tests import factories
from tests.mentorships.agreeing import agree, mentee, mentor, pair, said, shown_to, sign, take_back, write

pytestmark = pytest.mark.django_db


def letters():
    """Kind and address of every letter, by kind."""
    return sorted(Letter.objects.values_list("kind", "to_email"))


def test_the_draft_holds_everything_a_programme_and_a_pair_should_say(at):
    words = queries.drafted(pair())
    assert [one.key for one in words.clauses] == [
        "between",
        "meetings",
        "before",
        "contact",
        "confidentiality",
        "boundaries",
        "supervisor",
        "review",
        "extension",
        "ending",
    ]
    assert words.clauses[0].paragraphs == (
        "Ana Alves (mentee) and Bo Berg (mentor), from 15 November 2026 to 15 May 2027.",
    )
    assert words.clauses[1].paragraphs == (
        "We meet every month, for about 60 minutes.",
        "Where: At our two offices in turn, or by video",
        "The mentee fixes the dates and sends the invitations.",
    )
    assert words.clauses[7].paragraphs[0].startswith("On 13 February 2027,")


def test_choices_of_the_pair_stand_in_the_words_of_both(at):
    one = pair()
    write(one, mentee(one), at, place="The library café", agenda_days=0, more="We speak French.")
    version = queries.shelf(one).writing
    for reader in (mentee(one), mentor(one)):
        found = said(one, reader, version)
        assert found["meetings"][1] == "Where: The library café"
        assert found["before"][0] == "The mentee brings along what is to be talked about."
        assert found["more"] == ("We speak French.",)


def test_words_are_sealed_and_nobody_else_opens_them(at):
    one = pair()
    write(one, mentee(one), at, more="Kestrel-Nine")
    version = queries.shelf(one).writing
    coordinator = factories.actor(factories.member(one.round.programme))
    assert queries.words(coordinator, [version]) == {}
    assert not [row for row in Sealed.objects.all() if b"Kestrel" in bytes(row.sealed)]


def test_both_sign_and_it_comes_into_force(at):
    one = pair()
    write(one, mentee(one), at)
    assert sign(one, mentee(one), at).state == AgreementState.WRITING
    assert sign(one, mentor(one), at + timedelta(days=1)).state == AgreementState.IN_FORCE
    version = queries.shelf(one).in_force
    assert version.in_force_at == at + timedelta(days=1)
    assert {side: mark.person.name for side, mark in queries.signed_by(version).items()} == {
        "mentee": "Ana Alves",
        "mentor": "Bo Berg",
    }


def test_each_letter_goes_to_the_half_whose_turn_it_is(at):
    one = pair()
    agree(one, at)
    assert letters() == [
        ("agreement_in_force", one.mentee.person.email),
        ("agreement_turn", one.mentor.person.email),
    ]


def test_signing_twice_is_signing_once(at):
    one = pair()
    version = agree(one, at)
    sign(one, mentor(one), at, version=version)
    assert (Signature.objects.count(), len(letters())) == (2, 2)


def test_words_that_changed_since_they_were_read_are_not_signed(at):
    one = pair()
    write(one, mentee(one), at)
    read = queries.shelf(one).writing
    write(one, mentor(one), at, place="Elsewhere")
    with pytest.raises(actions.WordsChanged):
        sign(one, mentee(one), at, version=read)
    assert Signature.objects.count() == 0


def test_an_edit_takes_signatures_back_and_says_whose(at):
    one = pair()
    write(one, mentee(one), at)
    sign(one, mentee(one), at)
    done = write(one, mentor(one), at, place="Elsewhere")
    assert done.taken_back == ("Ana Alves",)
    assert Signature.objects.count() == 0
    assert letters() == [
        ("agreement_changed", one.mentee.person.email),
        ("agreement_turn", one.mentor.person.email),
    ]


def test_own_signature_is_taken_back_without_a_letter(at):
    one = pair()
    write(one, mentee(one), at)
    sign(one, mentee(one), at)
    assert write(one, mentee(one), at, place="Elsewhere").taken_back == ("Ana Alves",)
    assert letters() == [("agreement_turn", one.mentor.person.email)]


def test_saving_the_same_words_takes_nothing_back(at):
    one = pair()
    write(one, mentee(one), at, place="Here")
    sign(one, mentee(one), at)
    done = write(one, mentor(one), at, place="Here")
    assert (done.changed, done.taken_back, Signature.objects.count()) == (False, (), 1)


def test_a_change_of_what_is_in_force_is_a_new_version_that_both_sign(at):
    one = pair()
    first = agree(one, at)
    write(one, mentor(one), at, place="By video")
    shelf = queries.shelf(one)
    assert (shelf.writing.number, shelf.in_force.pk) == (2, first.pk)
    sign(one, mentor(one), at)
    assert queries.shelf(one).in_force.pk == first.pk
    sign(one, mentee(one), at + timedelta(days=3))
    shelf = queries.shelf(one)
    assert [(v.number, v.state) for v in shelf.versions] == [(2, "in_force"), (1, "replaced")]
    assert shelf.versions[1].replaced_at == at + timedelta(days=3)
    assert said(one, mentee(one), shelf.versions[1])["meetings"][1].startswith("Where: At our two")
    assert said(one, mentee(one), shelf.versions[0])["meetings"][1] == "Where: By video"


def test_nothing_changed_begins_no_new_version(at):
    one = pair()
    agree(one, at)
    assert write(one, mentor(one), at).changed is False
    assert Agreement.objects.count() == 1


def test_first_press_of_save_takes_the_draft_as_it_is_and_typing_alone_does_not(at):
    one = pair()
    assert write(one, mentee(one), at, typing=True).changed is False
    assert write(one, mentee(one), at).changed is True


def test_a_new_text_of_the_programme_never_changes_what_is_signed(at):
    one = pair()
    version = agree(one, at)
    template = queries.template_of(one.round.programme)
    texts = {name: getattr(template, name) for name in TEXTS} | {"boundaries": "Quite other."}
    by = factories.actor(factories.member(one.round.programme))
    settle_template(one.round.programme, texts, seen=0, by=by, at=at)
    assert said(one, mentee(one), version)["boundaries"][0].startswith("The mentor listens")
    write(one, mentee(one), at)
    assert said(one, mentee(one), queries.shelf(one).writing)["boundaries"] == ("Quite other.",)


def test_a_change_taken_back_is_gone_with_its_words_and_the_other_is_told(at):
    one = pair()
    first = agree(one, at)
    write(one, mentor(one), at, place="By video")
    sign(one, mentor(one), at)
    take_back(one, mentee(one), at)
    assert list(Agreement.objects.values_list("pk", flat=True)) == [first.pk]
    assert Sealed.objects.filter(kind="agreement").count() == 1
    assert ("agreement_taken_back", one.mentor.person.email) in letters()


def test_words_that_were_never_read_are_not_signed_under_the_number_of_a_change_taken_back(at):
    one = pair()
    agree(one, at)
    write(one, mentor(one), at, place="By video")
    read = queries.shelf(one).writing
    take_back(one, mentor(one), at)
    write(one, mentor(one), at, place="Elsewhere")
    unread = queries.shelf(one).writing
    assert (unread.number, unread.revision) == (read.number, read.revision)
    with pytest.raises(actions.WordsChanged):
        sign(one, mentee(one), at, version=read)
    with pytest.raises(actions.NothingToTakeBack):
        take_back(one, mentee(one), at, version=read)
    assert queries.signed_by(unread) == {}


def test_a_change_whose_words_moved_on_is_not_taken_back_unread(at):
    one = pair()
    agree(one, at)
    write(one, mentor(one), at, place="By video")
    read = queries.shelf(one).writing
    write(one, mentor(one), at, place="Elsewhere")
    with pytest.raises(actions.WordsChanged):
        take_back(one, mentee(one), at, version=read)


def test_a_first_version_or_one_that_moved_on_cannot_be_taken_back(at):
    one = pair()
    write(one, mentee(one), at)
    with pytest.raises(actions.NothingToTakeBack):
        take_back(one, mentee(one), at)
    sign(one, mentee(one), at)
    sign(one, mentor(one), at)
    with pytest.raises(actions.NothingToTakeBack):
        take_back(one, mentee(one), at)


@pytest.mark.parametrize("state", [MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY])
def test_nothing_is_written_signed_or_taken_back_after_the_end(at, state):
    one = pair()
    write(one, mentee(one), at)
    Mentorship.objects.filter(pk=one.pk).update(state=state, ended_on=date(2026, 12, 1))
    for act in (
        lambda: write(one, mentee(one), at, place="Late"),
        lambda: sign(one, mentee(one), at),
        lambda: take_back(one, mentee(one), at),
    ):
        with pytest.raises(actions.MentorshipOver):
            act()


def test_only_the_two_sign(at):
    one = pair()
    write(one, mentee(one), at)
    coordinator = factories.actor(factories.member(one.round.programme))
    with pytest.raises(ValueError, match="neither of the two"):
        sign(one, coordinator, at)


def test_two_pages_that_change_different_points_keep_both(at):
    one = pair()
    write(one, mentee(one), at)
    seen = shown_to(one, mentee(one))
    write(one, mentee(one), at, seen=seen, place="The library", minutes=60)
    write(one, mentor(one), at, seen=seen, place=seen.place, minutes=90)
    now = shown_to(one, mentee(one))
    assert (now.place, now.minutes) == ("The library", 90)


def test_two_pages_that_change_the_same_point_keep_the_first_and_say_so(at):
    one = pair()
    write(one, mentee(one), at)
    seen = shown_to(one, mentee(one))
    write(one, mentee(one), at, seen=seen, place="The library")
    done = write(one, mentor(one), at, seen=seen, place="The canteen", more="Also this.")
    assert (done.both, done.choices.place, done.choices.more) == (("place",), "The library", "Also this.")
    assert write(one, mentor(one), at, seen=done.choices, place="The canteen").both == ()
    assert shown_to(one, mentee(one)).place == "The canteen"


def test_standing_says_how_far_it_is_and_nothing_else(at):
    one, none = pair(), pair()
    stages = []
    for step in (
        lambda: None,
        lambda: write(one, mentee(one), at),
        lambda: sign(one, mentee(one), at),
        lambda: sign(one, mentor(one), at),
        lambda: write(one, mentor(one), at, place="Elsewhere"),
    ):
        step()
        stages.append(queries.standing(one).stage)
    assert stages == ["none", "writing", "one_signature", "in_force", "in_force"]
    assert queries.standings([one.pk, none.pk]) == {
        one.pk: queries.Standing("in_force", at, at),
        none.pk: queries.Standing(),
    }


def test_record_tells_the_steps_and_no_word(at):
    one = pair()
    agree(one, at, more="Kestrel-Nine")
    entries = Entry.objects.filter(thing="mentorships.agreement").order_by("pk")
    assert [entry.verb for entry in entries] == ["agreement begun", "agreement signed", "agreement signed"]
    assert "Kestrel" not in "".join(str(entry.details) + entry.thing_label for entry in entries)


def test_letters_hold_no_word_of_it(at):
    one = pair()
    agree(one, at, more="Kestrel-Nine")
    write(one, mentor(one), at, place="Heron-Two")
    sign(one, mentor(one), at)
    write(one, mentee(one), at, place="Heron-Three")
    sign(one, mentee(one), at)
    take_back(one, mentor(one), at)
    whole = " ".join(f"{one.subject} {one.text} {one.html}" for one in Letter.objects.all())
    assert (len(letters()), "Kestrel" in whole, "Heron" in whole) == (6, False, False)


def test_states_follow_their_table(at):
    one = pair()
    version = agree(one, at)
    with pytest.raises(AlreadyMoved):
        move(version, AgreementState.WRITING, moves=AGREEMENT_MOVES)


def stored(of, **fields):
    begun = {"begun_at": factories.AT, "changed_at": factories.AT}
    return Agreement.objects.create(mentorship=of, **{"number": 1, **begun, **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 1, "state": "in_force", "in_force_at": factories.AT},
        {"number": 2},
        {"number": 0, "state": "replaced", "in_force_at": factories.AT},
        {"number": 2, "state": "in_force"},
    ],
)
def test_database_refuses_versions_that_cannot_be(fields):
    one = pair()
    stored(one)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(one, **fields)


def test_database_refuses_two_versions_in_force():
    one = pair()
    stored(one, state="in_force", in_force_at=factories.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(one, number=2, state="in_force", in_force_at=factories.AT)


def test_database_refuses_a_second_signature_of_one_side():
    one = pair()
    version = stored(one)
    for person in (one.mentee.person, one.mentor.person):
        name = {"agreement": version, "side": Side.MENTEE, "person": person, "revision": 1}
        if person == one.mentee.person:
            Signature.objects.create(signed_at=factories.AT, **name)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                Signature.objects.create(signed_at=factories.AT, **name)


def test_words_of_somebody_forgotten_leave_the_fact_and_a_page_that_opens(at):
    one = pair()
    version = agree(one, at)
    for person in (one.mentee.person, one.mentor.person):
        sealed.forget(person.pk)
    version.refresh_from_db()
    assert (version.words_id, version.state) == (None, AgreementState.IN_FORCE)
    write(one, mentee(one), at, place="Anew")
    assert said(one, mentor(one), queries.shelf(one).writing)["meetings"][1] == "Where: Anew"
