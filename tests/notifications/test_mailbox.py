"""The mailbox shows every letter of a demo, and does not exist elsewhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.notifications import queries
from fairlead.notifications.models import Letter, LetterState
from tests import factories

pytestmark = pytest.mark.django_db


def letter(number, at, **more):
    given = {"subject": f"Letter {number}", "to_email": "a@x.example", "text": "Words.", "html": "<p>W</p>"}
    return Letter.objects.create(
        key=str(number), kind="k", written_at=at + timedelta(minutes=number), **{**given, **more}
    )


@pytest.fixture
def letters(at):
    return [
        letter(1, at),
        letter(2, at, to_email="b@x.example", to_name="Νίκη", state=LetterState.SENT),
        letter(3, at, subject="=1+1 <script>", text="Hello <i>you</i>.\n\n→ Read: http://testserver/x"),
    ]


def shown(client, **query):
    return [one.subject for one in client.get(reverse("notifications:mailbox"), query).context["page"]]


def test_letters_come_newest_first(client, letters):
    assert shown(client) == ["=1+1 <script>", "Letter 2", "Letter 1"]


def test_letters_are_found_by_words_and_by_address(client, letters):
    assert shown(client, q="Νίκη") == ["Letter 2"]
    assert shown(client, to="B@x.example") == ["Letter 2"]
    assert shown(client, q="letter", to="a@x.example") == ["Letter 1"]
    assert shown(client, q="nothing like it") == []


def test_letter_page_shows_words_as_words_and_links_as_links(client, letters):
    page = client.get(reverse("notifications:letter", args=[letters[2].pk])).content.decode()
    assert "=1+1 &lt;script&gt;" in page
    assert "Hello &lt;i&gt;you&lt;/i&gt;." in page
    assert '<a class="button" href="http://testserver/x">Read</a>' in page


def test_letter_whose_words_were_dropped_says_so(client, at):
    page = client.get(reverse("notifications:letter", args=[letter(1, at, text="").pk])).content.decode()
    assert "dropped once it had been sent" in page


def test_number_of_queries_does_not_grow_with_the_letters(client, at, django_assert_num_queries):
    letter(1, at)
    with django_assert_num_queries(2):
        client.get(reverse("notifications:mailbox"))
    letter(2, at)
    letter(3, at)
    with django_assert_num_queries(2):
        client.get(reverse("notifications:mailbox"))


def test_where_letters_are_sent_there_is_no_mailbox_for_anybody(client, letters, settings):
    settings.MAILBOX = False
    client.force_login(factories.person(email="a@x.example"))
    assert client.get(reverse("notifications:mailbox")).status_code == 404
    assert client.get(reverse("notifications:letter", args=[letters[0].pk])).status_code == 404
    assert list(queries.mailbox(factories.actor())) == []


def test_outbox_counts_what_stands_where_and_notices_lateness(letters, at):
    Letter.objects.filter(pk=letters[0].pk).update(state=LetterState.FAILED)
    now = queries.outbox(at=at + timedelta(minutes=12))
    assert (now.waiting, now.sent, now.failed, now.late) == (1, 1, 1, False)
    assert queries.outbox(at=at + timedelta(minutes=14)).late is True
    assert list(queries.failed()) == [letters[0]]
