"""A case that concerns two institutions is shared as far as agreed, with one coordinator, and ends again."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.programmes.actions import remove_member
from fairlead.programmes.models import Partner, TeamMember
from fairlead.sealed import queries as sealed
from fairlead.support import policies, tasks
from fairlead.support.actions import caring as cases
from fairlead.support.actions import sharing as actions
from fairlead.support.actions.helping import NotThere
from fairlead.support.enums import CaseOutcome, SharingState
from fairlead.support.models import Case, SharedWord, Sharing
from fairlead.support.queries import cases as case_queries
from fairlead.support.queries import sharing as queries
from tests import factories
from tests.partnerships import arranging
from tests.support import caring
from tests.support.sharing import SUMMARY, now, proposed, scene, shared

pytestmark = pytest.mark.django_db
ALL = ("mentee", "mentor", "coordinator", "contact", "partner", "third")


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def finders(one, here):
    """Who of the scene finds the sharing."""
    return [who for who in ALL if policies.visible_sharings(here.by(who)).filter(pk=one.pk).exists()]


def letters(to, of="case-sharing"):
    found = Letter.objects.filter(kind=of, to_email=to.email)
    return list(found.order_by("written_at", "pk").values_list("subject", flat=True))


def test_a_case_is_offered_to_the_coordinators_of_the_institutions_that_it_concerns(at, here):
    (one,) = queries.counterparts(caring.by_hand(here, at))
    assert (one.person, one.institution) == (here.partner, here.coast)
    of_none = caring.by_hand(here, at, pair=None, occasion="no-pair")
    assert [each.person for each in queries.counterparts(of_none)] == [here.partner, here.third]


def test_a_contact_who_works_nowhere_else_shares_with_the_leading_institution_no_case(at, here):
    by_contact = caring.concern(here, at)
    assert [one.person for one in queries.counterparts(by_contact)] == [here.partner]
    factories.affiliation(here.contact, factories.unit(here.coast))
    assert [one.person for one in queries.counterparts(by_contact)] == [here.coordinator]


def test_nobody_of_the_pair_nor_a_supervisor_of_whoever_asked_is_offered_a_case(at, here):
    case = caring.concern(here, at, to="coordinator")
    works = here.pair.mentee.person.affiliations.get()
    type(works).objects.filter(pk=works.pk).update(line_manager_email=here.partner.email.upper())
    assert queries.counterparts(case) == []
    with pytest.raises(NotThere):
        proposed(here, case, at)
    type(works).objects.filter(pk=works.pk).update(line_manager_email="")
    here.pair.mentor.person = here.partner
    here.pair.mentor.save()
    factories.affiliation(here.partner, factories.unit(here.coast))
    assert queries.counterparts(Case.objects.get(pk=case.pk)) == []


def test_a_case_that_nobody_asked_for_is_offered_at_once_and_shared_once_accepted(at, here):
    one = proposed(here, caring.by_hand(here, at), at)
    assert (one.state, finders(one, here)) == (SharingState.OFFERED, ["coordinator", "partner"])
    before = queries.sight(here.by("partner"), now(one))
    assert (before.standing, before.kind, before.summary) == (True, False, "")
    actions.accept(now(one), by=here.by("partner"), at=at)
    after = queries.sight(here.by("partner"), now(one))
    assert (after.kind, after.summary, after.writes) == (True, SUMMARY, True)
    assert letters(here.partner) == ["A colleague offers to share a case with you"]
    assert letters(here.coordinator) == ["A case is shared now"]


def test_nobody_of_the_other_side_learns_anything_before_whoever_asked_agrees(at, here):
    one = proposed(here, caring.concern(here, at, to="coordinator"), at)
    assert (one.state, finders(one, here)) == (SharingState.ASKED, ["mentee", "coordinator"])
    assert sealed.readers(one.summary_id) == {here.coordinator.pk, here.pair.mentee.person_id}
    assert letters(here.partner) == []
    assert queries.sight(here.by("mentee"), now(one)).summary == SUMMARY
    with pytest.raises(AlreadyMoved):
        actions.accept(now(one), by=here.by("partner"), at=at)
    actions.agree(now(one), by=here.by("mentee"), at=at)
    assert finders(one, here) == ["mentee", "coordinator", "partner"]
    actions.accept(now(one), by=here.by("partner"), at=at)
    assert queries.sight(here.by("partner"), now(one)).summary == SUMMARY


def test_whoever_asked_says_no_and_the_other_side_never_hears_of_it(at, here):
    one = proposed(here, caring.unsure(here, at).case, at)
    actions.refuse(now(one), by=here.by("mentee"), at=at)
    assert (now(one).state, finders(one, here)) == (SharingState.REFUSED, ["mentee", "coordinator"])
    assert (letters(here.partner), letters(here.coordinator)) == ([], ["A case is not shared"])
    with pytest.raises(AlreadyMoved):
        actions.agree(now(one), by=here.by("mentee"), at=at)


def test_a_case_of_somebody_who_is_gone_is_never_shared(at, here):
    case = caring.concern(here, at, to="coordinator")
    type(here.coordinator).objects.filter(pk=here.pair.mentee.person_id).update(is_active=False)
    with pytest.raises(NotThere):
        proposed(here, Case.objects.get(pk=case.pk), at)
    Case.objects.filter(pk=case.pk).update(raised_by=None)
    with pytest.raises(NotThere):
        proposed(here, Case.objects.get(pk=case.pk), at)


@pytest.mark.parametrize(
    ("level", "seen"),
    [("standing", (False, "", False)), ("summary", (True, SUMMARY, False)), ("talk", (True, SUMMARY, True))],
)
def test_the_other_side_sees_as_much_as_was_agreed(at, here, level, seen):
    one = shared(here, at, level)
    sight = queries.sight(here.by("partner"), one)
    assert (sight.kind, sight.summary, sight.writes) == seen
    if level != "talk":
        with pytest.raises(AlreadyMoved):
            actions.write_to_both(one, "More.", by=here.by("partner"), at=at)


def test_both_write_in_the_shared_part_and_each_keeps_its_own_notes(at, here):
    one = shared(here, at)
    actions.write_to_both(one, "Could he meet later?", by=here.by("coordinator"), at=at)
    later = at + timedelta(hours=1)
    actions.write_to_both(one, "From five on.", by=here.by("partner"), at=later)
    actions.note_apart(one, "Ask his head.", by=here.by("partner"), at=later)
    said = {who: queries.sight(here.by(who), one) for who in ("coordinator", "partner")}
    both = ["Could he meet later?", "From five on."]
    assert [[each.words for each in sight.words] for sight in said.values()] == [both, both]
    assert [[each.words for each in sight.own] for sight in said.values()] == [[], ["Ask his head."]]
    assert case_queries.notes(here.by("partner"), one.case) == []
    for word in SharedWord.objects.all():
        both = {here.partner.pk} | (set() if word.apart else {here.coordinator.pk})
        assert sealed.readers(word.text_id) == both


def test_of_words_the_other_is_told_once_a_day(at, here):
    one = shared(here, at)
    for hours in (0, 1, 30):
        actions.write_to_both(one, "Hm.", by=here.by("partner"), at=at + timedelta(hours=hours))
    told = letters(here.coordinator)
    assert told.count("Something was written on a case that you share") == 2


def test_no_letter_says_what_it_is_about(at, here):
    one = proposed(here, caring.concern(here, at, to="coordinator"), at)
    actions.agree(now(one), by=here.by("mentee"), at=at)
    actions.accept(now(one), by=here.by("partner"), at=at)
    actions.write_to_both(now(one), SUMMARY, by=here.by("partner"), at=at)
    actions.end(now(one), by=here.by("mentee"), at=at)
    told = Letter.objects.filter(kind="case-sharing")
    names = [here.pair.mentee.person.name, here.pair.mentor.person.name, SUMMARY, caring.SECRET]
    texts = [f"{one.subject}{one.text}{one.html}".replace(one.to_name, "") for one in told]
    assert [word for word in names for text in texts if word in text] == []
    asked = (here.pair.mentee.person, here.partner, here.coordinator)
    assert {one.to_email for one in told} == {person.email for person in asked}


@pytest.mark.parametrize("who", ["mentee", "coordinator", "partner"])
def test_any_of_the_three_ends_it_and_the_other_side_reads_its_own_notes_alone(at, here, who):
    one = proposed(here, caring.concern(here, at, to="coordinator"), at)
    actions.agree(now(one), by=here.by("mentee"), at=at)
    actions.accept(now(one), by=here.by("partner"), at=at)
    one = now(one)
    actions.write_to_both(one, "From five on.", by=here.by("partner"), at=at)
    actions.note_apart(one, "Ask his head.", by=here.by("partner"), at=at)
    actions.end(one, by=here.by(who), at=at)
    sight = queries.sight(here.by("partner"), now(one))
    assert (sight.standing, sight.kind, sight.summary, sight.words) == (False, False, "", ())
    assert [each.words for each in sight.own] == ["Ask his head."]
    kept = queries.sight(here.by("coordinator"), now(one))
    assert (kept.summary, [each.words for each in kept.words]) == (SUMMARY, ["From five on."])
    assert here.partner.pk not in sealed.readers(one.summary_id)
    with pytest.raises(AlreadyMoved):
        actions.write_to_both(one, "Late.", by=here.by("partner"), at=at)


def test_the_record_holds_how_much_was_seen_and_not_who_had_asked(at, here):
    one = proposed(here, caring.concern(here, at, to="coordinator"), at)
    actions.agree(now(one), by=here.by("mentee"), at=at)
    actions.accept(now(one), by=here.by("partner"), at=at)
    actions.write_to_both(now(one), "From five on.", by=here.by("partner"), at=at)
    actions.end(now(one), by=here.by("mentee"), at=at)
    entry = Entry.objects.get(verb="ended sharing of case")
    assert (entry.details["level"], entry.details["words_seen"], entry.details["summary_seen"]) == (
        "talk",
        1,
        True,
    )
    told = Entry.objects.filter(thing="support.case")
    assert told.filter(actor_id=here.pair.mentee.person_id).count() == 0
    assert str(here.pair.mentee.person_id) not in str(list(told.values_list("details", flat=True)))


def test_closing_says_the_outcome_to_both_and_ends_what_was_only_offered(client, at, here):
    one, waits = shared(here, at, "standing"), caring.by_hand(here, at, occasion="other")
    other = proposed(here, waits, at)
    for case in (one.case, waits):
        cases.close(case, CaseOutcome.AGREED_ANEW, by=here.by("coordinator"), at=at)
    assert (now(one).state, now(other).state) == (SharingState.SHARED, SharingState.ENDED)
    assert "A case that you share is closed" in letters(here.partner)
    client.force_login(here.partner)
    page = client.get(reverse("support:sharing", args=[one.pk])).content.decode()
    assert "The two agreed on something new" in page
    with pytest.raises(AlreadyMoved):
        actions.write_to_both(now(one), "Late.", by=here.by("partner"), at=at)
    cases.reopen(Case.objects.get(pk=one.case_id), by=here.by("coordinator"), at=at)
    assert "A case that you share is open again" in letters(here.partner)


def test_who_gets_the_case_reads_what_is_shared(at, here):
    one = shared(here, at)
    actions.write_to_both(one, "From five on.", by=here.by("partner"), at=at)
    cases.hand_over(one.case, here.contact.pk, seen=1, by=here.by("coordinator"), at=at)
    assert finders(one, here) == ["contact", "partner"]
    sight = queries.sight(here.by("contact"), now(one))
    assert (sight.summary, [each.words for each in sight.words]) == (SUMMARY, ["From five on."])


def test_a_case_handed_over_to_whom_it_was_shared_with_is_shared_no_longer(at, here):
    one = shared(here, at)
    caring.add(here, here.partner, at)
    cases.hand_over(one.case, here.partner.pk, seen=1, by=here.by("coordinator"), at=at)
    assert now(one).state == SharingState.ENDED


def test_what_is_shared_ends_with_whoever_looked_after_it(at, here):
    here.second = factories.member(here.pair.round.programme)
    one = shared(here, at, case=caring.by_hand(here, at))
    member = TeamMember.objects.get(person=here.coordinator)
    remove_member(member, by=here.by("second"), at=at)
    assert (now(one).state, Case.objects.get().owner) == (SharingState.ENDED, here.second)
    told = Letter.objects.filter(subject="A case is shared no longer").values_list("to_email", flat=True)
    assert list(told) == [here.partner.email]


def test_what_is_shared_ends_with_whom_it_was_shared_with(at, here):
    one = shared(here, at)
    member = TeamMember.objects.get(person=here.partner)
    remove_member(member, by=here.by("coordinator"), at=at)
    assert (now(one).state, finders(one, here)) == (SharingState.ENDED, ["coordinator"])


def test_a_partner_that_has_left_sees_nothing_and_the_sweep_ends_it(at, here):
    one = shared(here, at)
    Partner.objects.filter(institution=here.coast).update(left_on=at.date())
    assert finders(one, here) == ["coordinator"]
    tasks.sweep(at=at)
    assert (now(one).state, actions.sweep(at=at)) == (SharingState.ENDED, 0)


def test_shared_cases_count_once_in_the_figures_of_the_year(at, here):
    case = caring.by_hand(here, at)
    before = case_queries.counted(here.pair.round.programme)
    shared(here, at, case=case)
    assert case_queries.counted(here.pair.round.programme) == before


def test_those_who_are_asked_find_it_among_what_waits(at, here):
    one = proposed(here, caring.concern(here, at, to="coordinator"), at)
    (todo,) = queries.todos(here.by("mentee"), at=at)
    assert (todo.title, todo.url) == (
        "May what you asked for in confidence be shared?",
        reverse("support:sharing", args=[one.pk]),
    )
    actions.agree(now(one), by=here.by("mentee"), at=at)
    (todo,) = queries.todos(here.by("partner"), at=at)
    assert todo.title == "Cora Coordinator offers to share a case"
    assert [queries.todos(here.by(who), at=at) for who in ("mentee", "mentor", "third")] == [[], [], []]


def test_the_arrangement_says_what_is_offered_at_first(at):
    two = arranging.in_force(at, cases="talk", partner_contact_email="PIA@coast.example")
    case = cases.open_by_hand(
        two.programme,
        cases.Settled("other", at.date()),
        pair=None,
        words="",
        occasion="1",
        by=two.lead,
        at=at,
    )
    found = queries.usual(case, two.coast.pk)
    assert (found.level, found.email, found.supervision) == (
        "talk",
        "pia@coast.example",
        "The coordinators of both, twice a year.",
    )


def test_the_database_keeps_one_sharing_with_an_institution_at_a_time(at, here):
    case = caring.by_hand(here, at)
    first = proposed(here, case, at)
    with pytest.raises(actions.AlreadyShared):
        proposed(here, case, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sharing.objects.filter(pk=first.pk).update(state=SharingState.SHARED)
    actions.end(now(first), by=here.by("coordinator"), at=at)
    assert proposed(here, case, at).state == SharingState.OFFERED


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_ask_as_often_for_three_as_for_one(client, at, here, count):
    for number in range(count):
        one = shared(here, at, case=caring.by_hand(here, at, occasion=f"form-{number}"))
        for _more in range(count):
            actions.write_to_both(one, "Hm.", by=here.by("partner"), at=at)
    client.force_login(here.partner)
    asked = []
    for address in (reverse("support:cases") + "?state=shared", reverse("support:sharing", args=[one.pk])):
        with CaptureQueriesContext(connection) as queried:
            assert client.get(address).status_code == 200
        asked.append(len(queried))
    client.force_login(here.coordinator)
    with CaptureQueriesContext(connection) as queried:
        assert client.get(reverse("support:case", args=[one.case_id])).status_code == 200
    assert [asked[0] <= 10, asked[1] <= 14, len(queried) <= 25] == [True, True, True], (asked, len(queried))


def test_pages_from_a_concern_to_a_shared_case(client, at, here):
    case = caring.concern(here, at, to="coordinator")
    client.force_login(here.coordinator)
    assert b"Share it" in client.get(reverse("support:case", args=[case.pk])).content
    share = reverse("support:share", args=[case.pk])
    given = {"person": here.partner.pk, "level": "talk", "summary": ""}
    assert client.post(share, given).status_code == 422
    assert client.post(share, {**given, "level": "standing", "person": here.third.pk}).status_code == 422
    assert client.post(share, {**given, "summary": SUMMARY}).status_code == 302
    assert client.post(share, {**given, "summary": SUMMARY}).status_code == 409
    page = reverse("support:sharing", args=[Sharing.objects.get().pk])
    client.force_login(here.pair.mentee.person)
    asked = client.get(page).content.decode()
    assert (SUMMARY in asked, "Pia Partner" in asked, "Yes, share this" in asked) == (True, True, True)
    help_page = client.get(reverse("support:help", args=[here.pair.pk])).content.decode()
    assert page in help_page
    assert client.post(f"{page}accept/").status_code == 404
    assert client.post(f"{page}agree/").status_code == 302
    client.force_login(here.partner)
    assert SUMMARY not in client.get(page).content.decode()
    assert client.post(f"{page}accept/").status_code == 302
    seen = client.get(page).content.decode()
    hidden = (here.pair.mentee.person.email, caring.SECRET, "Somebody wrote in confidence")
    assert (SUMMARY in seen, [word for word in hidden if word in seen]) == (True, [])
    assert client.post(f"{page}word/", {"words": " "}).status_code == 422
    assert client.post(f"{page}word/", {"words": "From five on."}).status_code == 302
    assert client.post(f"{page}note/", {"own-words": "Ask."}).status_code == 302
    client.force_login(here.third)
    assert [client.get(page).status_code, client.post(f"{page}end/").status_code] == [404, 404]
    client.force_login(here.pair.mentor.person)
    assert client.get(page).status_code == 404
    assert page not in client.get(reverse("support:help", args=[here.pair.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one(at, at_once):
    here = scene(at)
    one = proposed(here, caring.by_hand(here, at), at)
    acts = (actions.accept, actions.decline)
    said = at_once(*(partial(act, now(one), by=here.by("partner"), at=at) for act in acts))
    assert [type(each) for each in said].count(AlreadyMoved) == 1
    assert Entry.objects.filter(verb__endswith="shared case").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_word_and_the_end_at_once_leave_nothing_readable(at, at_once):
    here = scene(at)
    one = shared(here, at)
    at_once(
        partial(actions.write_to_both, now(one), "Hm.", by=here.by("coordinator"), at=at),
        partial(actions.end, now(one), by=here.by("partner"), at=at),
    )
    assert now(one).state == SharingState.ENDED
    assert [word for word in one.words.all() if here.partner.pk in sealed.readers(word.text_id)] == []
