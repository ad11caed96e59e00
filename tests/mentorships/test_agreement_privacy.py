"""Nobody but the two finds a word of an agreement: on no page, in no file, letter, record, log or table."""

import logging
import re
from collections import Counter
from contextlib import suppress

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import Side
from tests import doors, factories
from tests.mentorships import agreeing

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

SECRETS = ("Kestrel-Nine", "Heron-Two", "Osprey-Five", "Plover-Six", "Dunlin-Four")
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"]*)"')


@pytest.fixture
def stage(at):
    """A pair with a version in force, one before, one under way; and everybody who might look."""
    round = factories.round()
    home, away = factories.unit(), factories.unit()
    mentor_application = factories.application(round, Side.MENTOR, unit=home)
    mentee_application = factories.application(round, Side.MENTEE, unit=away)
    pair = factories.mentorship(
        round,
        mentor_application.participation,
        mentee_application.participation,
        state=MentorshipState.ACTIVE,
    )
    for one, unit in ((pair.mentor, home), (pair.mentee, away)):
        factories.affiliation(one.person, unit)
    agreeing.agree(pair, at, place="Kestrel-Nine", contact="Heron-Two")
    agreeing.agree(pair, at, place="Osprey-Five", confidentiality_more="Plover-Six")
    agreeing.write(pair, agreeing.mentee(pair), at, more="Dunlin-Four")
    agreeing.sign(pair, agreeing.mentee(pair), at)
    persons = {
        **factories.team_and_strangers(round.programme, home.institution),
        "supervisor": factories.person(email="line.manager@northport.example"),
        "applicant": factories.application(round).person,
    }
    return pair, persons


def addresses(client, pair):
    """Everything one is led to from home, and every address that takes one id: body by address."""
    to_visit = ["/", *typed([pair.pk, pair.round_id, pair.round.programme_id])]
    found, kinds = {}, Counter()
    while to_visit:
        address = to_visit.pop(0).replace("&amp;", "&")
        kind = kind_of(address)
        if address in found or kind is None or kinds[kind] >= 12:
            continue
        kinds[kind] += 1
        answer = client.get(address, follow=True)
        body = answer.getvalue() if answer.streaming else answer.content
        found[address] = body.decode(errors="replace")
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            to_visit += LINK.findall(found[address])
    return found


def typed(ids):
    for name in doors.names():
        for pk in ids:
            with suppress(NoReverseMatch):
                yield reverse(name, args=[pk])


def kind_of(address):
    if address.startswith("/static/"):
        return None
    try:
        return resolve(address.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return None


@pytest.mark.parametrize(
    "role",
    [
        "coordinator",
        "hr_lead",
        "partner_coordinator",
        "other_coordinator",
        "it_admin",
        "supervisor",
        "applicant",
    ],
)
def test_no_page_or_file_that_others_reach_says_a_word_of_it(client, stage, role, caplog):
    pair, persons = stage
    client.force_login(persons[role])
    caplog.set_level(logging.DEBUG)
    found = addresses(client, pair)
    shown = {address for address, body in found.items() for secret in SECRETS if secret in body}
    assert shown == set()
    assert [secret for secret in SECRETS if secret in caplog.text] == []
    if role == "coordinator":
        assert reverse("mentorships:detail", args=[pair.pk]) in found
        assert "In force since" in found[reverse("mentorships:detail", args=[pair.pk])]
        assert len(found) > 25


def test_the_two_do_read_it(client, stage):
    pair, _persons = stage
    for half in (pair.mentor, pair.mentee):
        client.force_login(half.person)
        pages = [reverse("mentorships:agreement", args=[pair.pk])]
        pages += [reverse("mentorships:agreement_version", args=[pair.pk, number]) for number in (1, 2, 3)]
        read = " ".join(client.get(page).content.decode() for page in pages)
        assert [secret for secret in SECRETS if secret not in read] == []


def test_no_table_holds_a_word_of_it_in_the_clear(stage):
    holding = set()
    for model in apps.get_models():
        for row in model.objects.values_list():
            text = " ".join(
                bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row
            )
            if any(secret in text for secret in SECRETS):
                holding.add(model._meta.label)
    assert holding == set()
