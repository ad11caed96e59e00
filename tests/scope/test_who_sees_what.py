"""Every role at the pages that name people, of their own institution and of others, in every state."""

from collections import Counter

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from fairlead.applications import policies
from fairlead.notifications.models import Letter
from fairlead.programmes.models import TeamMember
from tests.scope import page, rule, stage
from tests.scope.addresses import ROOTS, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
UNWATCHED = [one for one in django_settings.MIDDLEWARE if "watching" not in one]
SEARCHED = (
    "applications:list",
    "applications:export",
    "recruitment:invitations",
    "support:pairs",
    "mentorships:list",
    "matching:run",
)
OF_PEOPLE = ("applications/", "pairs/")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The stage, built once for the module and taken back at its end."""
    with django_db_blocker.unblock():
        story = transaction.atomic()
        story.__enter__()
        try:
            yield stage.build(timezone.now())
        finally:
            transaction.set_rollback(True)
            story.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _as_installed(settings):
    """As where letters are sent: the mailbox that shows them to everybody is the demo's alone."""
    settings.MAILBOX = False
    settings.MIDDLEWARE = UNWATCHED


def words_in(text):
    found = stage.WORD.findall(text)
    return {(place.upper(), key.lower(), kind.lower()) for place, key, kind in found}


def read(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def answered(client, path):
    """The answer, and by POST where nothing is to be read; what it changes is undone."""
    answer = client.get(path)
    if answer.status_code != 405:
        return answer.status_code, read(answer)
    session = client.cookies.copy()
    with transaction.atomic():
        answer = client.post(path)
        found = answer.status_code, read(answer)
        transaction.set_rollback(True)
    client.cookies = session
    return found


def crawl(told, names, roles=()):
    """By address and role: which statuses there were; and what was read that may not be read."""
    seen, leaks = {}, set()
    found = addresses(told)
    for role in roles or told.roles:
        client, person = Client(), told.roles[role]
        if person is not None:
            client.force_login(person)
        for name in names:
            paths = [path for _label, path in found[name]]
            if name in SEARCHED:
                paths += [f"{path}?search=Qx&q=Qx" for path in paths]
            for path in paths:
                status, text = answered(client, path)
                seen.setdefault((name, role), Counter())[status] += 1
                leaks |= {f"{name} tells {role} of {one}" for one in rule.leaks(role, words_in(text))}
    return seen, sorted(leaks)


# The pages and files that name people of a round: asked as every role. At every other address ask those who
# see most of somebody else's people.
NAMING = (
    "applications:list",
    "applications:export",
    "applications:detail",
    "applications:approval_record",
    "matching:waiting",
    "matching:run",
    "matching:approvals",
    "recruitment:invitations",
    "mentorships:list",
    "mentorships:detail",
    "portal:home",
    "programmes:round",
    "training:standing",
    "support:pairs",
    "form_csv:start",
)
EVERYWHERE = ("coordinator", "partner_a")
# Whoever holds this link is the supervisor; it works without signing in, and nobody else finds it.
BY_LINK = "applications:approve"


@pytest.mark.parametrize("role", stage.ROLES)
def test_nobody_reads_more_than_the_rule_says(told, role):
    names = list(addresses(told)) if role in EVERYWHERE else NAMING
    seen, leaks = crawl(told, names, [role])
    assert [one for one in leaks if not one.startswith(f"{BY_LINK} ")] == []
    assert [one for one in names if (one, role) not in seen] == []
    assert role not in EVERYWHERE or len(names) > 300


def test_every_role_is_looked_through(told):
    assert tuple(told.roles) == stage.ROLES


def test_people_of_every_institution_are_asked_for(told):
    for root in OF_PEOPLE:
        keys = [label for label, _thing in ROOTS[root](told)]
        assert {key[0] for key in keys} == {"L", "A", "B"}


def letters_that_tell_too_much(told):
    """Letters with words that their reader may not read, as address and word."""
    names = {"iro_lead": "iro_lead", "hr_lead": "hr_lead", "coordinator": "coordinator"}
    team = TeamMember.objects.filter(programme=told.programme).select_related("person")
    roles = {one.person.email: names.get(one.role, "") for one in team}
    partners = {told.roles[role].email: role for role in ("partner_a", "partner_b")}
    roles |= partners
    found = []
    for letter in Letter.objects.filter(text__icontains="Qx"):
        for place, key, kind in words_in(f"{letter.subject} {letter.text} {letter.html}"):
            own = letter.to_email.lower() in {f"qx{place}{key}xm@somewhere.example".lower()}
            boss = letter.to_email.lower() == f"qx{place}{key}xl@somewhere.example".lower()
            role = roles.get(letter.to_email, "")
            if not (own or (boss and kind in "nl") or (role and rule.may_read(role, place, key, kind))):
                found.append(f"{letter.kind} to {letter.to_email}: {place}{key} ({kind})")
    return found


def test_no_letter_tells_more_than_its_reader_may_read(told):
    assert Letter.objects.filter(kind="supervisors-late", text__icontains="Qx").count() >= 3
    assert letters_that_tell_too_much(told) == []


def test_a_letter_to_the_wrong_reader_is_noticed(told):
    Letter.objects.filter(kind="supervisors-late", to_email=told.roles["partner_a"].email).update(
        to_email=told.roles["partner_b"].email
    )
    assert "Asubmitted (n)" in " ".join(letters_that_tell_too_much(told))


@pytest.mark.parametrize("name", ["applications:list", "applications:export", "applications:detail"])
def test_a_leak_is_noticed(told, monkeypatch, name):
    everything = policies.Q(pk__isnull=False)
    monkeypatch.setattr(policies, "_reviewable", lambda actor: everything)
    monkeypatch.setattr(policies, "can_review", lambda actor, application: True)
    _seen, leaks = crawl(told, [name])
    assert f"{name} tells coordinator of Adeclined (n)" in leaks
    assert f"{name} tells partner_a of Bdeclined (n)" in leaks


def test_the_docs_say_who_sees_what():
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run: python -m tests.scope.page"
