"""What whoever shared a case finds once that has ended: their own notes, and no name."""

import pytest
from django.urls import reverse

from fairlead.notifications.models import Letter
from fairlead.programmes.models import TeamMember
from fairlead.support.actions import caring as cases
from fairlead.support.actions import sharing as actions
from fairlead.support.enums import CaseOutcome
from fairlead.support.models import SharedWord, Sharing
from tests.support import caring
from tests.support.sharing import SUMMARY, now, proposed, scene, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def test_after_its_end_a_page_shows_the_other_side_its_own_notes_and_no_name(client, at, here):
    one = shared(here, at)
    actions.note_apart(one, "Ask his head.", by=here.by("partner"), at=at)
    actions.end(one, by=here.by("coordinator"), at=at)
    client.force_login(here.partner)
    page = client.get(reverse("support:sharing", args=[one.pk])).content.decode()
    names = (here.pair.mentee.person.name, here.pair.mentor.person.name, here.coordinator.name, SUMMARY)
    assert ("Ask his head." in page, [name for name in names if name in page]) == (True, [])
    listed = client.get(reverse("support:cases") + "?state=shared").content.decode()
    assert ("Your own notes" in listed, [name for name in names if name in listed]) == (True, [])


def test_who_is_told_of_an_end_finds_the_page_of_the_letter(client, at, here):
    one = proposed(here, caring.by_hand(here, at), at)
    actions.end(now(one), by=here.by("coordinator"), at=at)
    body = Letter.objects.get(subject="A case is shared no longer", to_email=here.partner.email).text
    client.force_login(here.partner)
    page = client.get(body.split("Open the page: ")[1].split()[0])
    assert (page.status_code, b"Nothing is shared with you" in page.content) == (200, True)


def test_words_that_come_too_late_are_not_kept_but_handed_back(client, at, here):
    one = shared(here, at)
    client.force_login(here.partner)
    before = client.get(reverse("support:sharing", args=[one.pk])).content.decode()
    actions.end(one, by=here.by("coordinator"), at=at)
    assert "Write to both" in before
    for address, given in (("word", "words"), ("note", "own-words")):
        sent = client.post(reverse(f"support:sharing_{address}", args=[one.pk]), {given: "From five on."})
        page = sent.content.decode()
        said = ("From five on." in page, "This is not shared any more" in page)
        assert (sent.status_code, said) == (409, (True, True))
    assert not SharedWord.objects.exists()


def test_a_note_on_a_case_closed_meanwhile_is_handed_back(client, at, here):
    case = caring.by_hand(here, at)
    cases.close(case, CaseOutcome.NOTHING, by=here.by("coordinator"), at=at)
    client.force_login(here.coordinator)
    sent = client.post(reverse("support:case_note", args=[case.pk]), {"words": "Rang her."})
    page = sent.content.decode()
    assert (sent.status_code, "Rang her." in page, "Somebody else changed this case" in page) == (
        409,
        True,
        True,
    )


@pytest.mark.parametrize("meanwhile", ["closed", "gone"])
def test_a_summary_that_comes_too_late_is_handed_back(client, at, here, meanwhile):
    case = caring.by_hand(here, at)
    client.force_login(here.coordinator)
    if meanwhile == "closed":
        cases.close(case, CaseOutcome.NOTHING, by=here.by("coordinator"), at=at)
    else:
        TeamMember.objects.filter(person=here.partner).delete()
    given = {"person": here.partner.pk, "level": "summary", "summary": SUMMARY}
    sent = client.post(reverse("support:share", args=[case.pk]), given)
    assert (sent.status_code, SUMMARY in sent.content.decode()) == (
        409 if meanwhile == "closed" else 422,
        True,
    )
    assert not Sharing.objects.exists()
