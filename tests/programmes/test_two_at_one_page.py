"""Two people, or two windows, at the same page of a design."""

import html
import re

import pytest
from django.urls import reverse

from fairlead.programmes.enums import Phase
from fairlead.programmes.models import PracticeBlock
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db
FIELDS = {
    "outcomes": "First outcomes.",
    "mentor_requirements": "",
    "mentee_requirements": "",
    "incentives": "",
}


@pytest.fixture
def page(programme):
    programme.published = False
    for name, value in FIELDS.items():
        setattr(programme, name, value)
    programme.save()
    return reverse("programmes:design_step", args=[programme.pk, "expectations"])


def marks(response):
    return html.unescape(re.search(r'name="as_shown" value="([^"]*)"', response.content.decode())[1])


def shown(client, page):
    return {**FIELDS, "as_shown": marks(client.get(page))}


def test_a_page_that_was_open_longer_does_not_undo_what_another_saved(client, cora, programme, page):
    early, late = shown(client, page), shown(client, page)
    client.post(page, {**late, "outcomes": "Second outcomes."})
    assert client.post(page, {**early, "incentives": "A letter."}).status_code == 302
    programme.refresh_from_db()
    assert (programme.outcomes, programme.incentives) == ("Second outcomes.", "A letter.")


def test_who_changed_the_same_words_sees_both_and_decides(client, cora, programme, page):
    early, late = shown(client, page), shown(client, page)
    client.post(page, {**late, "outcomes": "Second outcomes."})
    answer = client.post(page, {**early, "outcomes": "Third outcomes."})
    assert answer.status_code == 422
    assert "It is now: “Second outcomes.”" in text(answer)
    assert "Third outcomes." in text(answer)
    programme.refresh_from_db()
    assert programme.outcomes == "Second outcomes."
    again = {**early, "outcomes": "Third outcomes.", "as_shown": marks(answer)}
    assert client.post(page, again).status_code == 302
    programme.refresh_from_db()
    assert programme.outcomes == "Third outcomes."


def test_the_same_change_twice_is_no_clash(client, cora, programme, page):
    early, late = shown(client, page), shown(client, page)
    client.post(page, {**late, "outcomes": "Second outcomes."})
    assert client.post(page, {**early, "outcomes": "Second outcomes."}).status_code == 302


def test_typing_does_not_clash_with_what_was_saved_while_typing(client, cora, programme, page):
    sent = shown(client, page)
    for word in ("One.", "One. Two."):
        answer = client.post(page, {**sent, "outcomes": word}, headers={"X-Autosave": "true"})
        assert "Somebody else" not in text(answer)
        sent["as_shown"] = marks(answer)
    assert client.post(page, {**sent, "outcomes": "One. Two. Three."}).status_code == 302
    programme.refresh_from_db()
    assert programme.outcomes == "One. Two. Three."


def test_typing_tells_of_a_clash_and_leaves_it_to_the_button(client, cora, programme, page):
    early, late = shown(client, page), shown(client, page)
    client.post(page, {**late, "outcomes": "Second outcomes."})
    typed = {**early, "outcomes": "Third outcomes.", "incentives": "A letter."}
    answer = client.post(page, typed, headers={"X-Autosave": "true"})
    assert "Suggested outcomes and expectations" in text(answer)
    programme.refresh_from_db()
    assert (programme.outcomes, programme.incentives) == ("Second outcomes.", "A letter.")
    assert client.post(page, {**typed, "as_shown": marks(answer)}).status_code == 422


def test_the_practice_card_keeps_what_two_people_wrote(client, cora, programme):
    page = reverse("programmes:edit", args=[programme.pk, "practice"])
    early, late = marks(client.get(page)), marks(client.get(page))
    client.post(page, {"as_shown": late, "setup-hours": "40", "delivery-actors": "IRO"})
    kept = client.post(page, {"as_shown": early, "setup-money": "900"})
    assert kept.status_code == 302
    block = PracticeBlock.objects.get(programme=programme, phase=Phase.SETUP)
    assert (block.hours, block.money) == (40, 900)
    clash = client.post(page, {"as_shown": early, "setup-hours": "50"})
    assert clash.status_code == 422
    assert "It is now: “40" in text(clash)
