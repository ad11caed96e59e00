"""Every role at the pages that name people, of their own institution and of others, in every state."""

import logging
import re
from collections import Counter

import pytest
from django.conf import settings as django_settings

from fairlead.applications import policies
from fairlead.calendars import queries as calendars
from fairlead.matching.models import Swap
from fairlead.notifications.models import Letter
from fairlead.preferences.queries import cards
from fairlead.programmes.models import TeamMember
from tests.mentorships import planned
from tests.scope import asking, cells, confided, page, rule, stage
from tests.scope.addresses import ROOTS, routes

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
def told(demo_told, django_db_blocker):
    """The stage, built once for the module and taken back at its end."""
    with django_db_blocker.unblock():
        made = stage.build(demo_told)
        confided.confide(made, demo_told)
        yield made


@pytest.fixture(autouse=True)
def _as_installed(settings, monkeypatch):
    """As where letters are sent: the mailbox that shows them to everybody is the demo's alone."""
    settings.MAILBOX = False
    settings.MIDDLEWARE = UNWATCHED
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True
    monkeypatch.setattr("django.conf.urls.handler404", asking.NothingHere())


def words_in(text):
    found = stage.WORD.findall(text)
    return {(place.upper(), key.lower(), kind.lower()) for place, key, kind in found}


def crawl(told, role, names=()):
    """By address, the statuses there were; what was read that may not be read; confided words, and where."""
    seen, leaks, confidences = {}, set(), {}
    asker = asking.Asker(told.roles[role])
    for name, path, _kind in cells.cells(told, role, NAMING):
        if names and name not in names:
            continue
        for one in (path, f"{path}?search=Qx&q=Qx") if name in SEARCHED else (path,):
            status, body = asker.ask(name, one)
            seen.setdefault(name, Counter())[status] += 1
            if b"qx" in body.lower():
                found = rule.leaks(role, words_in(body.decode(errors="replace")))
                leaks |= {f"{name} tells {role} of {word}" for word in found}
            leaks |= set(confided.leaks(role, name, body))
            for word in confided.words_in(body):
                confidences.setdefault(word, set()).add(name)
    return seen, sorted(leaks), confidences


# The pages and files that name people of a round: asked for everybody of the stage, alike or not.
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
PLANNED = {
    f"mentorships:{name}" for name in ("plan", "goal", "goal_step", "goal_step_new", "review", "review_goal")
}
SEE_PAIR = {"mentee", "mentor", "coordinator", "hr_lead", "iro_lead", "partner_a", "partner_b"}
# Whoever holds such a link is the supervisor, or the owner of the calendar; it works without signing in, and
# nobody else finds it.
BY_LINK = {"applications:approve", "mentorships:feed"}


@pytest.fixture
def opened(monkeypatch):
    """Whose busy times were opened."""
    found = set()

    def watched(connection):
        found.add(connection.person_id)
        return busy_of(connection)

    busy_of = calendars.busy_of
    monkeypatch.setattr(calendars, "busy_of", watched)
    return found


@pytest.mark.parametrize("role", stage.ROLES)
def test_nobody_reads_more_than_the_rule_says(told, role, opened, caplog):
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "fairlead")
    seen, leaks, confidences = crawl(told, role)
    assert [one for one in leaks if one.partition(" ")[0] not in BY_LINK] == []
    assert set(seen) == {name for name, _route in routes()}
    assert len(seen) > 300
    assert [word for word in confided.READERS if word in caplog.text] == []
    assert (role in SEE_PAIR) == (200 in seen["mentorships:detail"])
    two = {told.roles[one].pk for one in confided.TWO}
    if role in confided.TWO:
        hers = {word for word, readers in confided.READERS.items() if role in readers}
        assert (hers - set(confidences), opened & two) == (set(), two)
        assert confidences[planned.SECRET] <= PLANNED | {"privacy:take_along"}
    else:
        assert (set(confidences) - {word for word, _name in confided.BY_LINK}, opened & two) == (set(), set())


@pytest.mark.parametrize("role", stage.ROLES)
def test_every_kind_of_thing_is_asked_for_at_every_address(told, role):
    made = list(cells.cells(told, role))
    assert {name for name, _path, _kind in made} == {name for name, _route in routes()}
    for root in cells.OF_PEOPLE:
        asked = {(name, kind[:2]) for name, _path, kind in made if cells.roots()[name] == root}
        names = [name for name, own in cells.roots().items() if own == root]
        kinds = {cells.alike(role, root, label, "") for label in told.people}
        assert asked == {(name, kind) for name in names for kind in kinds}
        assert len(kinds) >= len(set(stage.KEYS.split("|")))


def test_page_of_what_is_not_there_says_the_same_wherever_it_stands(told, monkeypatch):
    monkeypatch.undo()
    asker = asking.Asker(told.roles["applicant"])
    paths = [f"/applications/{told.people[one].pk}/" for one in ("Ldraft", "Aaccepted", "Bdeclined")]
    answers = [asker.ask("detail", path) for path in (*paths, "/nothing/here/")]
    assert {status for status, _body in answers} == {404}
    assert len({re.sub(rb"[0-9A-Za-z]{64}", b"", body) for _status, body in answers}) == 1


def test_each_of_the_four_of_a_swap_reads_only_the_card_of_whom_they_would_get(told):
    swap = Swap.objects.get(round=told.round)
    two = (swap.first, swap.second)
    labels = {one: cards.label(one.side, one.pk) for pair in two for one in (pair.mentee, pair.mentor)}
    assert set(labels.values()) <= set(confided.READERS)
    for own, other in (two, two[::-1]):
        for half, would_get in ((own.mentee, other.mentor), (own.mentor, other.mentee)):
            _status, body = asking.Asker(half.person).ask("matching:swap", f"/pairs/{own.pk}/swap/")
            assert {who for who, label in labels.items() if label.encode() in body} == {would_get}


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
    roles |= {told.roles[role].email: role for role in ("partner_a", "partner_b", *confided.TWO)}
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
    assert f"{name} tells coordinator of Adeclined (n)" in crawl(told, "coordinator", [name])[1]
    assert f"{name} tells partner_a of Bdeclined (n)" in crawl(told, "partner_a", [name])[1]


def test_the_docs_say_who_sees_what():
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run: python -m tests.scope.page"
