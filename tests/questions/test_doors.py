"""Every address of the form builder, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.people.models import Role
from fairlead.programmes.enums import Side, TeamRole
from fairlead.questions import actions
from tests import doors, factories

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "partner_coordinator": 200, "hr_lead": 200}
COORDINATOR = NOBODY | {"coordinator": 200}
MOVED = NOBODY | {"coordinator": 302}
DOORS = {
    "questions:forms": TEAM,
    "questions:start": MOVED,
    "questions:current": TEAM,
    "questions:edit": TEAM,
    "questions:arrange": MOVED,
    "questions:section_new": COORDINATOR,
    "questions:section": COORDINATOR,
    "questions:kinds": COORDINATOR,
    "questions:question_new": COORDINATOR,
    "questions:question": COORDINATOR,
    "questions:languages": COORDINATOR,
    "questions:translation": COORDINATOR,
    "questions:preview": TEAM,
    "questions:changes": TEAM,
    "questions:publish": MOVED,
    "questions:discard": MOVED,
}
POSTED = {"questions:start", "questions:arrange", "questions:publish", "questions:discard"}


@pytest.fixture
def round():
    return factories.round()


@pytest.fixture
def people(round):
    programme = round.programme
    found = {
        "applicant": factories.application(round, state="submitted").person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email="line.manager@northport.example"),
        "coordinator": factories.member(programme),
        "other_coordinator": factories.member(factories.programme()),
        "partner_coordinator": factories.member(
            programme, TeamRole.PARTNER_COORDINATOR, institution=programme.lead
        ),
        "hr_lead": factories.member(programme, TeamRole.HR_LEAD),
        "it_admin": factories.person(),
    }
    factories.grant(found["it_admin"], Role.IT_ADMINISTRATOR)
    return found


@pytest.fixture
def draft(round):
    version = actions.start(round.programme, Side.MENTEE, by=factories.actor(), at=factories.AT)
    actions.set_languages(version, ["en", "de"], seen=0, by=factories.actor(), at=factories.AT)
    return version


def address(name, draft):
    section = draft.sections.first()
    arguments = {
        "questions:forms": [draft.form.programme_id],
        "questions:start": [draft.form.programme_id, "mentee"],
        "questions:current": [draft.form.programme_id, "mentee"],
        "questions:section": [draft.pk, section.pk],
        "questions:kinds": [draft.pk, section.pk],
        "questions:question_new": [draft.pk, section.pk, "choice"],
        "questions:question": [draft.pk, section.questions.first().pk],
        "questions:translation": [draft.pk, "de"],
    }
    return reverse(name, args=arguments.get(name, [draft.pk]))


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, people, draft, name, row):
    def asked(role):
        if role in people:
            client.force_login(people[role])
        if name not in POSTED:
            return client.get(address(name, draft))
        section = draft.sections.first()
        posted = {"seen": draft.revision, "do": "down", "section": section.pk}
        return client.post(address(name, draft), posted)

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize(
    "name", sorted(set(DOORS) - {"questions:forms", "questions:start", "questions:current"})
)
def test_a_published_version_is_only_read(client, people, draft, name):
    actions.publish(draft, seen=draft.revision, by=factories.actor(people["coordinator"]), at=factories.AT)
    client.force_login(people["coordinator"])
    respond = client.post if name in POSTED else client.get
    readable = name in {"questions:edit", "questions:preview", "questions:changes"}
    assert respond(address(name, draft)).status_code == (200 if readable else 404)
