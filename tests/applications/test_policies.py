"""Who may read an application, write it, and decide on it."""

import pytest
from django.http import Http404

from fairlead.applications import policies
from fairlead.applications.enums import ApplicationState
from fairlead.kernel.actors import NOBODY
from fairlead.people.models import Role
from fairlead.programmes.enums import Side, TeamRole
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return factories.application(factories.round(), Side.MENTEE, state=ApplicationState.SUBMITTED)


@pytest.fixture
def actors(application):
    programme = application.programme
    people = {
        "applicant": application.person,
        "coordinator": factories.member(programme),
        "hr_lead": factories.member(programme, TeamRole.HR_LEAD),
        "iro_lead": factories.member(programme, TeamRole.IRO_LEAD),
        "own_partner": factories.member(
            programme, TeamRole.PARTNER_COORDINATOR, institution=application.institution
        ),
        "other_partner": factories.member(
            programme, TeamRole.PARTNER_COORDINATOR, institution=factories.institution()
        ),
        "other_coordinator": factories.member(factories.programme()),
        "supervisor": factories.person(email=application.line_manager_email),
        "it_admin": factories.person(),
    }
    factories.grant(people["it_admin"], Role.IT_ADMINISTRATOR)
    return {name: factories.actor(person) for name, person in people.items()} | {"stranger": NOBODY}


READS = {"applicant", "own_partner"}
CENTRAL = {"coordinator", "hr_lead", "iro_lead"}


@pytest.mark.parametrize(
    ("may", "who"),
    [
        (policies.can_see, READS),
        (policies.can_review, {"own_partner"}),
        (policies.can_decide, {"own_partner"}),
        (policies.can_read_private_words, READS),
        (policies.is_own, {"applicant"}),
    ],
)
def test_each_may_do_their_part_and_no_more(application, actors, may, who):
    assert {name for name, actor in actors.items() if may(actor, application)} == who


def test_what_may_be_seen_can_be_found(application, actors):
    assert {name for name, actor in actors.items() if application in policies.visible(actor)} == READS


@pytest.fixture
def of_no_partner(application):
    """The same application, of an institution that has no partner coordinator."""
    application.institution = factories.institution()
    application.save()
    return application


@pytest.mark.parametrize(
    ("may", "who"),
    [
        (policies.can_see, {"applicant"} | CENTRAL),
        (policies.can_review, CENTRAL),
        (policies.can_read_whole, {"applicant"} | CENTRAL),
        (policies.can_decide, {"coordinator"}),
        (policies.can_read_private_words, {"applicant", "coordinator"}),
    ],
)
def test_the_central_team_answers_for_an_institution_without_partner_coordinator(
    actors, of_no_partner, may, who
):
    assert {name for name, actor in actors.items() if may(actor, of_no_partner)} == who


@pytest.mark.parametrize("state", [state for state in ApplicationState if state != ApplicationState.DRAFT])
def test_of_another_institutions_people_the_central_team_sees_those_admitted(state, application, actors):
    who = application.person
    application.delete()
    made = factories.application(application.round, who=who, state=state, unit=application.unit)
    seen = {name for name, actor in actors.items() if made in policies.visible(actor)}
    assert seen == READS | (CENTRAL if state == ApplicationState.ACCEPTED else set())
    assert {name for name, actor in actors.items() if policies.can_decide(actor, made)} == {"own_partner"}
    assert {name for name, actor in actors.items() if policies.can_read_whole(actor, made)} == READS


def test_what_is_decided_can_be_found(application, actors):
    found = {name for name, actor in actors.items() if application in policies.decidable(actor)}
    assert found == {"own_partner"}


def test_a_draft_is_its_writers_alone(application, actors):
    application.state = ApplicationState.DRAFT
    application.save()
    assert {name for name, actor in actors.items() if application in policies.visible(actor)} == {"applicant"}
    assert {name for name, actor in actors.items() if policies.can_review(actor, application)} == set()


def test_the_list_is_open_to_the_team(application, actors):
    can = {name for name, actor in actors.items() if policies.can_list(actor, application.round)}
    assert can == CENTRAL | {"own_partner", "other_partner"}


def test_absent_and_forbidden_are_the_same(application, actors):
    assert policies.fetch(actors["applicant"], application.pk) == application
    for name in ("stranger", "supervisor", "other_coordinator"):
        with pytest.raises(Http404):
            policies.fetch(actors[name], application.pk)
