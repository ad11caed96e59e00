"""Pages of recognition: one's own, the public one, and the team's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState, Side
from fairlead.recognition.actions import issuing, wording
from fairlead.recognition.models import Certificate, Wording
from fairlead.recognition.queries.wording import wording_of
from tests import factories
from tests.recognition import ended

pytestmark = pytest.mark.django_db


def read(client, name, *args, who=None, **more):
    if who is not None:
        client.force_login(who)
    return client.get(reverse(f"recognition:{name}", args=args), **more).content.decode()


def queries(client, name, *args):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(reverse(f"recognition:{name}", args=args)).status_code == 200
    return len(captured)


def rows(kept):
    return {name: getattr(kept, name) for name in wording.WORDS}


def test_own_page_offers_what_there_is_and_says_what_is_missing(client, at):
    pair = ended.pair(meetings=3)
    page = read(client, "mine", who=pair.mentee.person)
    assert "A certificate takes 4 meetings that were logged as held; yours has 3, so 1 is missing." in page
    ended.meet(pair, 1)
    assert "It is being made." in read(client, "mine")
    one = ended.certificate(pair, at)
    page = read(client, "mine")
    assert [reverse(f"recognition:{name}", args=[one.pk]) in page for name in ("pdf", "badge", "renew")] == [
        True,
        True,
        False,
    ]
    assert f"/verify/{one.code}/" in page


def test_own_page_of_somebody_new_says_what_belongs_there(client):
    assert "Nothing here yet" in read(client, "mine", who=factories.person())


def test_running_pair_is_told_what_its_certificate_takes(client):
    pair = ended.pair(meetings=2, state=MentorshipState.ACTIVE)
    assert "with at least 4 meetings logged; 2 so far." in read(client, "mine", who=pair.mentor.person)


def test_statement_of_hours_is_made_by_one_button(client):
    pair = ended.pair(meetings=2, state=MentorshipState.ENDED_EARLY)
    assert "(2 hours 10 minutes)" in read(client, "mine", who=pair.mentor.person)
    where = reverse("recognition:state_hours", args=[pair.pk])
    assert "Your statement of hours is ready." in client.post(where, follow=True).content.decode()
    assert "There is one already" in client.post(where, follow=True).content.decode()
    one = Certificate.objects.get()
    assert client.get(reverse("recognition:pdf", args=[one.pk])).headers["Content-Type"] == "application/pdf"


def test_new_name_offers_a_renewed_certificate(client, at):
    pair = ended.pair()
    one = ended.certificate(pair, at)
    Person.objects.filter(pk=pair.mentee.person_id).update(name="Ming Li")
    assert "There is something new to say" in read(client, "mine", who=pair.mentee.person)
    where = reverse("recognition:renew", args=[one.pk])
    assert "Renewed." in client.post(where, follow=True).content.decode()
    assert "no longer holds" in client.post(where, follow=True).content.decode()


def test_name_that_cannot_be_printed_is_said_on_the_page(client, at, monkeypatch):
    one = ended.certificate(ended.pair(), at)
    refusal = __import__("fairlead.recognition.printing", fromlist=["CannotPrint"]).CannotPrint("No font.")
    monkeypatch.setattr(
        "fairlead.recognition.printing.pdf", lambda *_args, **_more: (_ for _ in ()).throw(refusal)
    )
    client.force_login(one.person)
    page = client.get(reverse("recognition:pdf", args=[one.pk]), follow=True)
    assert "No font." in page.content.decode()


def test_whoever_has_the_code_reads_what_the_certificate_says(client, at):
    one = ended.certificate(ended.pair(), at)
    answer = client.get(reverse("recognition:verify", args=[one.code]))
    page = answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex, nofollow">' in page
    said = ("Genuine", "Ming Mentee", "Safe Harbour", "Mentee", "6 hours 30 minutes", one.institution_name)
    assert [word for word in said if word not in page] == []
    assert [word for word in ("Moana", one.person.email, str(one.mentorship_id)) if word in page] == []


def test_code_is_read_however_it_was_typed(client, at):
    one = ended.certificate(ended.pair(), at)
    typed = f" {one.code.lower().replace('-', ' ')} ".replace("0", "o").replace("1", "l")
    answer = client.get(reverse("recognition:look_up"), {"code": typed}, follow=True)
    assert answer.context["certificate"] == one
    answer = client.get(f"/verify/{one.code.lower()}/")
    assert answer.headers["Location"] == reverse("recognition:verify", args=[one.code])


@pytest.mark.parametrize("code", ["00000-00000-00000-00000", "x", "%00", "a" * 300])
def test_unknown_code_is_not_found_and_can_be_typed_again(client, code):
    answer = client.get(f"/verify/{code}/")
    assert answer.status_code == 404
    assert "There is no certificate with this code" in answer.content.decode()


def test_what_is_no_code_is_asked_again(client):
    answer = client.get(reverse("recognition:look_up"), {"code": "<b>no"})
    assert answer.status_code == 422
    assert 'value="&lt;b&gt;no"' in answer.content.decode()


def test_withdrawn_and_replaced_certificates_say_so(client, at):
    pair = ended.pair()
    old = ended.certificate(pair, at)
    Person.objects.filter(pk=pair.mentee.person_id).update(name="Ming Li")
    new = issuing.renew(old, by=ended.mentee_of(pair), at=at)
    page = read(client, "verify", old.code)
    assert "Replaced: it no longer holds" in page
    assert reverse("recognition:verify", args=[new.code]) in page
    issuing.withdraw(new, by=factories.actor(), at=at)
    assert "Withdrawn: it no longer holds" in read(client, "verify", new.code)
    client.force_login(pair.mentee.person)
    assert "The team of the programme has taken it back." in read(client, "mine")


def test_team_sees_who_has_one_and_acts_once(client, at):
    pair = ended.pair(meetings=1)
    lead = factories.member(pair.round.programme)
    assert "3 meetings missing" in read(client, "round", pair.round_id, who=lead)
    where = reverse("recognition:hand_out", args=[pair.pk, "mentor"])
    assert "Issued; the holder has a letter." in client.post(where, follow=True).content.decode()
    assert "There is one already" in client.post(where, follow=True).content.decode()
    where = reverse("recognition:withdraw", args=[Certificate.objects.get().pk])
    assert "Withdrawn; the holder has a letter" in client.post(where, follow=True).content.decode()
    assert "This has already changed" in client.post(where, follow=True).content.decode()


def test_round_without_ended_pairs_says_what_belongs_there(client):
    round = factories.round()
    lead = factories.member(round.programme)
    assert "No pair of this round has ended yet" in read(client, "round", round.pk, who=lead)


@pytest.mark.parametrize("name", ["mine", "round"])
def test_lists_ask_the_database_as_often_for_three_as_for_one(client, at, name):
    pair = ended.pair()
    programme, person = pair.round.programme, pair.mentor.person
    lead = factories.member(programme)
    client.force_login(person if name == "mine" else lead)
    args = [] if name == "mine" else [pair.round_id]
    ended.certificate(pair, at, Side.MENTOR)
    first = queries(client, name, *args)
    for number in range(2):
        if name == "mine":
            other = factories.round(factories.programme(), state=RoundState.FINISHED)
            more = ended.pair(round=other, mentor=person)
        else:
            more = ended.pair(
                round=pair.round, mentor=factories.person(), mentee=factories.person(str(number))
            )
        ended.certificate(more, at, Side.MENTOR)
    assert queries(client, name, *args) == first


def test_wording_is_saved_and_holds_from_then_on(client, at):
    pair = ended.pair()
    programme = pair.round.programme
    before = ended.certificate(pair, at)
    client.force_login(factories.member(programme))
    where = reverse("recognition:wording", args=[programme.pk])
    posted = {**rows(wording_of(programme)), "revision": 0, "heading": "Thank you", "least_meetings": 2}
    assert "Saved." in client.post(where, posted, follow=True).content.decode()
    after = ended.certificate(pair, at, Side.MENTOR)
    assert (before.words["heading"], after.words["heading"]) == ("Certificate of mentoring", "Thank you")
    assert after.least_meetings == 2


def test_of_two_coordinators_the_second_is_told_and_loses_nothing(client, at):
    programme = factories.programme()
    lead = factories.member(programme)
    words = {**rows(wording_of(programme)), "heading": "First"}
    wording.settle_wording(programme, words, seen=0, by=factories.actor(lead), at=at)
    client.force_login(lead)
    where = reverse("recognition:wording", args=[programme.pk])
    answer = client.post(where, {**words, "heading": "Second", "revision": 0})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Somebody else has changed this meanwhile" in page, 'value="Second"' in page) == (True, True)
    assert client.post(where, {**words, "heading": "Second", "revision": 1}).status_code == 302
    assert Wording.objects.get().heading == "Second"


def test_office_without_a_name_is_asked_for_at_its_field(client):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    posted = {**rows(wording_of(programme)), "revision": 0, "second_role": "Rector"}
    answer = client.post(reverse("recognition:wording", args=[programme.pk]), posted)
    assert answer.status_code == 422
    assert "Whose office is this?" in answer.context["form"].errors["second_name"][0]


def test_sub_programme_takes_the_wording_over_and_settles_its_own(client, at):
    above = factories.programme()
    words = {**rows(wording_of(above)), "heading": "From above"}
    wording.settle_wording(above, words, seen=0, by=factories.actor(), at=at)
    below = factories.programme(parent=above)
    client.force_login(factories.member(below))
    assert wording_of(below).heading == "From above"
    page = read(client, "wording", below.pk)
    assert "This comes from" in page
    where = reverse("recognition:wording", args=[below.pk])
    assert (
        "This comes from the programme above" in client.post(where, {**words, "revision": 1}).content.decode()
    )
    client.post(where, {"do": "own"})
    assert Wording.objects.get(programme=below).heading == "From above"
    client.post(where, {"do": "inherit"})
    assert "This comes from" in read(client, "wording", below.pk)


def test_pair_that_has_ended_leads_to_what_there_is_to_show(client):
    pair = ended.pair()
    client.force_login(pair.mentee.person)
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert reverse("recognition:mine") in page
