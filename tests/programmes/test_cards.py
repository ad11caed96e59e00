"""The practice card: read, printed, given away, and begun from."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.people.models import Role
from fairlead.programmes import actions, queries
from fairlead.programmes.enums import Phase
from fairlead.programmes.forms import cards
from fairlead.programmes.models import Area, PracticeBlock, PracticeCard, Programme
from fairlead.programmes.queries.cards import DESIGN, HEAD, as_document
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db
BEGIN = "/programmes/from-card/"


@pytest.fixture
def given(programme, cora, at):
    """A programme with a full card."""
    by = factories.actor(cora)
    head = {
        "goals": "Skills",
        "categories": "Capacity building",
        "target_groups": "Ünit staff – 国際",
        "schedule": "continuous",
        "importance": "essential",
        "change": "large",
    }
    design = {"aim": "Pair colleagues.", "incentives": "=A1", "length_months": 9, "most_pairs": 40}
    actions.edit(programme, design, by=by, at=at)
    actions.write_card(programme, head, by=by, at=at)
    actions.write_practice(
        programme, Phase.SETUP, {"cost_level": 2, "money": "1200.50", "actors": "IRO"}, by=by, at=at
    )
    Area.objects.all().delete()
    for place, name in enumerate(("Taxation", "Dual career")):
        Area.objects.create(programme=programme, name=name, position=place)
    programme.refresh_from_db()
    return programme


@pytest.fixture
def owner(client):
    person = factories.person("Olga")
    factories.grant(person, Role.PROGRAMME_OWNER)
    client.force_login(person)
    return person


def file(document):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return SimpleUploadedFile("card.json", body, content_type="application/json")


def look(client, document):
    return client.post(BEGIN, {"file": file(document)})


def test_a_card_given_away_and_begun_from_is_the_same_design(client, given, owner):
    document = as_document(given)
    page = look(client, document)
    assert page.status_code == 200
    assert "Pair colleagues." in text(page)
    assert Programme.objects.count() == 1
    lead = factories.institution("Elsewhere")
    sent = {"card": json.dumps(document), "name": "Ours", "lead": lead.pk}
    made_at = client.post(BEGIN, sent).headers["Location"]
    made = Programme.objects.get(name="Ours")
    assert made_at == reverse("programmes:design", args=[made.pk])
    assert {name: getattr(made, name) for name in DESIGN} == {name: getattr(given, name) for name in DESIGN}
    assert {name: getattr(made.card, name) for name in HEAD} == {
        name: getattr(given.card, name) for name in HEAD
    }
    assert list(queries.areas(made).values_list("name", flat=True)) == ["Taxation", "Dual career"]
    mine, theirs = PracticeBlock.objects.get(programme=made), PracticeBlock.objects.get(programme=given)
    assert (mine.cost_level, mine.money, mine.actors) == (theirs.cost_level, theirs.money, theirs.actors)
    assert (made.lead, made.published, made.contact_name) == (lead, False, "Olga")


def test_a_card_names_nobody(given, cora):
    given.contact_name, given.contact_email = "Zora Unmistakable", "zora@northport.example"
    given.save()
    document = json.dumps(as_document(given))
    assert ("Zora" in document, "@" in document, cora.name in document) == (False, False, False)


def test_a_programme_without_a_card_is_described_by_its_design(client, cora, programme):
    page = text(client.get(reverse("programmes:card", args=[programme.pk])))
    assert "Improved skills and knowledge" in page
    assert "Administrative staff" in page
    assert not PracticeCard.objects.exists()


def test_the_head_of_the_card_is_changed(client, cora, programme):
    address = reverse("programmes:card_edit", args=[programme.pk])
    fields = {"goals": "Skills", "schedule": "once", "importance": "nice", "change": "small"}
    assert client.post(address, fields | {"schedule": "never"}).status_code == 422
    assert client.post(address, fields).status_code == 302
    assert "Nice to have" in text(client.get(reverse("programmes:card", args=[programme.pk])))


def test_the_file_is_downloaded_under_the_programmes_name(client, cora, programme):
    answer = client.get(reverse("programmes:card_file", args=[programme.pk]))
    assert json.loads(answer.content)["name"] == programme.name
    assert "harbour-practice-card.json" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"form": "else"}, "“form” must be “fairlead-practice-card”"),
        ({"version": 7}, "version 7"),
        ({"name": " "}, "name: A name is missing"),
        ({"name": "x" * 161}, "name: At most 160"),
        ({"design": []}, "design: A group of fields"),
        ({"design": {"length_months": "six"}}, "design.length_months: Enter a whole number"),
        ({"design": {"goal_kinds": ["sleep"]}}, "design.goal_kinds"),
        ({"card": {"importance": "very"}}, "card.importance"),
        ({"areas": "Taxation"}, "areas: A list"),
        ({"areas": ["Taxation", 3]}, "areas[2]: A name"),
        ({"practice": {"setup": {"money": -3}}}, "practice.setup.money: Write zero or more"),
        ({"practice": {"setup": {"cost_level": 9}}}, "practice.setup.cost_level"),
        ({"practice": {"pause": {}}}, "practice.pause: “setup” or “delivery”"),
        ({"practice": {"setup": 3}}, "practice.setup: A group of fields"),
    ],
)
def test_a_card_that_is_wrong_is_refused_at_its_place(client, given, owner, change, told):
    page = look(client, as_document(given) | change)
    assert page.status_code == 422
    assert told in text(page)
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"form": 1,\n  oops}', "Line 2, column 3"),
        (b"[" * 5000, "cannot be read as JSON"),
        (b"", "Line 1, column 1"),
        ("Zürich".encode("latin-1"), "no UTF-8 text"),
        (b" " * 200_001, "larger than 200 kB"),
        (b"[1]", "no practice card"),
    ],
)
def test_a_file_that_is_no_card_is_refused(client, owner, body, told):
    assert told in text(look(client, body))


def test_what_is_not_known_is_left_alone_and_said(client, given, owner):
    document = as_document(given) | {"colour": "blue"}
    document["design"]["mood"] = "high"
    assert "colour, design.mood" in text(look(client, document))


def test_what_a_card_does_not_say_stays_as_most_schemes_have_it(client, owner):
    document = {"form": "fairlead-practice-card", "version": 1, "name": "Small"}
    assert look(client, document).status_code == 200
    sent = {"card": json.dumps(document), "name": "", "lead": ""}
    assert client.post(BEGIN, sent).status_code == 422
    client.post(BEGIN, sent | {"name": "Small", "lead": factories.institution().pk})
    made = Programme.objects.get()
    assert (made.length_months, made.card.importance, made.areas.count()) == (6, "important", 18)


def test_a_card_that_was_changed_between_look_and_founding_is_read_again(client, owner):
    assert client.post(BEGIN, {"card": "{}", "name": "X"}).headers["Location"] == BEGIN
    assert not Programme.objects.exists()


def test_who_may_not_found_cannot_begin_from_a_card(client, cora):
    assert client.get(BEGIN).status_code == 404
    assert client.post(BEGIN, {"card": "{}"}).status_code == 404


def test_reading_areas_keeps_each_name_once():
    document = {
        "form": "fairlead-practice-card",
        "version": 1,
        "name": "N",
        "areas": ["Tax", " tax ", "Visa"],
    }
    assert cards.read(json.dumps(document)).card.areas == ("Tax", "Visa")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_card_costs_the_same_whatever_it_lists(
    client, cora, programme, django_assert_max_num_queries, rows
):
    for number in range(rows):
        Area.objects.create(programme=programme, name=f"Area {number}")
    with django_assert_max_num_queries(10):
        client.get(reverse("programmes:card", args=[programme.pk]))
