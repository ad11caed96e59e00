"""A letter that carries an invitation for the reader's calendar."""

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.urls import reverse

from fairlead.notifications import actions
from fairlead.notifications.models import Letter

pytestmark = pytest.mark.django_db


def calendar(method):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", f"METHOD:{method}", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def sent(key, at, **more):
    letter = actions.write(
        key=key,
        kind="meeting",
        to_email="ana@northport.example",
        to_name="Ana",
        template="people/letters/sign_in.txt",
        context={"url": "https://fairlead.example/x", "minutes": 30},
        at=at,
        **more,
    )
    actions.send(letter.pk, at=at)
    letter.refresh_from_db()
    return letter


@pytest.fixture(autouse=True)
def _with_a_mail_server(settings):
    settings.MAILBOX = False


def arrived():
    """The last mail as it goes over the wire, read by the standard library."""
    return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_invitation_is_an_alternative_of_the_text_and_names_its_method_in_the_header(at, method):
    sent("a", at, calendar=calendar(method))
    message = arrived()
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    part, file = list(message.walk())[-2:]
    assert dict(part["Content-Type"].params) == {"method": method, "charset": "utf-8"}
    assert part.get_content().replace("\r\n", "\n") == calendar(method).replace("\r\n", "\n")
    assert (file.get_filename(), file.get_content()) == ("meeting.ics", calendar(method).encode())


def test_letter_without_an_invitation_has_no_such_part(at):
    sent("a", at)
    assert [part.get_content_type() for part in arrived().walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_later_letter_of_a_conversation_refers_to_the_first(at):
    sent("first", at, follows="first")
    first = arrived()
    sent("second", at, follows="first")
    second = arrived()
    assert (first["References"], second["References"]) == (None, first["Message-ID"])
    assert second["In-Reply-To"] == first["Message-ID"] != second["Message-ID"]


def test_invitation_is_dropped_with_the_words_once_it_was_sent(at):
    assert sent("a", at, calendar=calendar("REQUEST")).calendar == ""


def test_mailbox_offers_the_invitation_as_a_file(client, at, settings):
    settings.MAILBOX = True
    letter = sent("a", at, calendar=calendar("REQUEST"))
    address = reverse("notifications:invitation", args=[letter.pk])
    assert address in client.get(reverse("notifications:letter", args=[letter.pk])).content.decode()
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert answer.content.decode() == calendar("REQUEST")


def test_letter_without_an_invitation_offers_no_file(client, at, settings):
    settings.MAILBOX = True
    letter = sent("a", at)
    assert client.get(reverse("notifications:invitation", args=[letter.pk])).status_code == 404
    assert Letter.objects.get().calendar_method == ""
