"""Decisions on many at once: the letter first, a report on each person, and never twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.actions import deciding, together
from fairlead.applications.actions.together import Verdict
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, Decision
from fairlead.applications.views import together as pages
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from tests import factories
from tests.applications.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    programme = factories.programme("Harbour")
    programme.contact_name, programme.contact_email = "Cora", "cora@x.example"
    programme.save()
    return factories.round(programme, name="Autumn")


@pytest.fixture
def cora(client, round):
    person = factories.member(round.programme)
    client.force_login(person)
    return person


@pytest.fixture
def by(cora):
    return factories.actor(cora)


def waiting(round, name, side=Side.MENTOR, **fields):
    return factories.application(
        round, side, factories.person(name), **{"state": ApplicationState.SUBMITTED, **fields}
    )


def seen(*applications):
    return [f"{one.pk}:{one.revision}" for one in applications]


def post(client, round, deed, chosen=(), query="", **more):
    address = reverse("applications:together", args=[round.pk]) + query
    return client.post(address, {"deed": deed, "chosen": chosen, **more}, follow=True)


def states(*applications):
    return [Application.objects.get(pk=one.pk).state for one in applications]


def test_each_is_decided_by_itself_and_the_report_says_who_was_skipped(round, by, at):
    ready, not_ready, in_pool = (
        waiting(round, "Ana"),
        waiting(round, "Bob", Side.MENTEE),
        waiting(round, "Chen", state=ApplicationState.ACCEPTED),
    )
    chosen = [(one, one.revision) for one in (ready, not_ready, in_pool)]
    reports = together.decide(chosen, Verdict(deed="admit"), by=by, at=at)
    assert [(one.application.person.name, one.done, one.sentence) for one in reports] == [
        ("Ana", True, ""),
        ("Bob", False, "The supervisor has not been asked yet."),
        ("Chen", False, "It is “In the pool for matching”."),
    ]
    assert states(ready, not_ready) == ["accepted", "submitted"]


def test_the_same_click_again_writes_nobody_twice_and_reports_the_same(round, by, at):
    ana, bob = waiting(round, "Ana"), waiting(round, "Bob")
    chosen = [(one, one.revision) for one in (ana, bob)]
    for moment in (at, at + timedelta(seconds=1)):
        reports = together.decide(chosen, Verdict(deed="decline", kind="full"), by=by, at=moment)
        assert [one.done for one in reports] == [True, True]
    assert Letter.objects.count() == 2
    assert Decision.objects.count() == 2


def test_who_was_decided_by_somebody_else_meanwhile_is_skipped_with_what_they_did(round, by, at):
    ana, bob = waiting(round, "Ana"), waiting(round, "Bob")
    chosen = [(one, one.revision) for one in (ana, bob)]
    nomvula = factories.actor(factories.person("Nomvula"))
    deciding.waitlist(Application.objects.get(pk=ana.pk), nomvula, at)
    reports = together.decide(chosen, Verdict(deed="admit"), by=by, at=at + timedelta(minutes=2))
    assert [one.done for one in reports] == [False, True]
    assert reports[0].sentence.startswith("Nomvula put it on the waiting list 2\xa0minutes ago.")
    assert states(ana) == ["waitlisted"]


def test_the_letter_is_shown_before_anything_happens(client, cora, round):
    ana, bob = waiting(round, "Ana"), waiting(round, "Bob")
    page = text(post(client, round, "waitlist", seen(ana, bob)))
    assert "You are on the waiting list of Harbour" in page
    assert "2 applications. Nothing has been done yet." in page
    assert (Letter.objects.count(), states(ana, bob)) == (0, ["submitted", "submitted"])
    page = text(post(client, round, "waitlist", " ".join(seen(ana, bob)), go="send", note="Too many mentors"))
    assert "2 are done." in page
    assert Letter.objects.count() == 2
    assert set(Decision.objects.values_list("reason", "told")) == {("Too many mentors", False)}


def test_many_are_declined_with_one_kind_letter_in_their_own_names(client, cora, round):
    ana, bob = waiting(round, "Ana"), waiting(round, "Bob")
    assert "All places of this round are taken." in text(post(client, round, "decline", seen(ana, bob)))
    given = {"kind": "full", "reason": "It was close.", "go": "letter"}
    page = text(post(client, round, "decline", seen(ana, bob), **given))
    assert "If you would like to talk about it, write to Cora, cora@x.example." in page
    words = "thank you, and do try again.\n\nIt was close."
    page = text(post(client, round, "decline", seen(ana, bob), **given | {"go": "send", "words": words}))
    assert "2 are done." in page
    texts = sorted(Letter.objects.values_list("text", flat=True))
    assert [one.split("\n\n")[:3] for one in texts] == [
        ["Hello Ana,", "thank you, and do try again.", "It was close."],
        ["Hello Bob,", "thank you, and do try again.", "It was close."],
    ]
    ana.refresh_from_db()
    assert ana.decision_reason == "All places of this round are taken.\n\nIt was close."


def test_a_decline_without_a_reason_goes_back_to_the_reason(client, cora, round):
    ana = waiting(round, "Ana")
    response = post(client, round, "decline", seen(ana), kind="own", go="send")
    assert response.status_code == 422
    assert "Write the reason, or choose one above." in text(response)
    assert states(ana) == ["submitted"]


def test_everybody_who_fits_the_filters_is_meant(client, cora, round):
    ana, bob = waiting(round, "Ana"), waiting(round, "Bob", Side.MENTEE)
    page = text(post(client, round, "waitlist", query="?side=mentor", everybody="on"))
    assert "1 application. Nothing has been done yet." in page
    assert f'value="{seen(ana)[0]}"' in page
    assert seen(bob)[0] not in page


def test_no_more_go_at_once_than_a_page_can_do(client, cora, round, monkeypatch):
    monkeypatch.setattr(pages, "MOST", 1)
    ana, bob = waiting(round, "Ana"), waiting(round, "Bob")
    page = text(post(client, round, "waitlist", everybody="on"))
    assert "These are the first 1. Do the rest after them." in page
    post(client, round, "waitlist", seen(ana, bob), go="send")
    assert states(ana, bob) == ["waitlisted", "submitted"]


def test_whom_the_admitted_mean_to_avoid_is_settled(round, by, at):
    ana, bob = waiting(round, "Ana", avoid_text="Bob"), waiting(round, "Bob")
    together.decide([(one, 0) for one in (ana, bob)], Verdict(deed="admit"), by=by, at=at)
    assert list(ana.avoids.all()) == [bob.person]


def test_nobody_chosen_leads_back_with_a_word(client, cora, round):
    response = post(client, round, "admit", query="?side=mentor")
    assert response.redirect_chain[-1][0].endswith("?side=mentor")
    assert "Choose at least one application first." in text(response)
    assert post(client, round, "admit", ["nonsense", "x:y"]).redirect_chain != []


def test_when_none_can_be_done_the_page_offers_the_way_back(client, cora, round):
    bob = waiting(round, "Bob", Side.MENTEE)
    page = text(post(client, round, "admit", seen(bob)))
    assert "This can be done for none of those you chose." in page
    assert "The supervisor has not been asked yet." in page


def test_applications_of_another_round_are_never_touched(client, cora, round):
    other = waiting(factories.round(), "Ana")
    post(client, round, "waitlist", seen(other), go="send")
    assert states(other) == ["submitted"]
    assert post(client, round, "promote", seen(other)).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_before_costs_the_same_for_one_and_for_many(
    client, cora, round, django_assert_num_queries, people
):
    chosen = seen(*[waiting(round, f"Person {number}") for number in range(people)])
    address = reverse("applications:together", args=[round.pk])
    with django_assert_num_queries(7):
        client.post(address, {"deed": "waitlist", "chosen": chosen})
