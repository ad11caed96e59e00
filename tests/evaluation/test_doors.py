"""Every address of evaluation, and what each role gets there."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from fairlead.evaluation.actions import indicators, reckoning, recurring
from fairlead.programmes.enums import Side, TeamRole
from tests import doors, factories
from tests.evaluation import assessing, spending

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
CENTRAL = {"coordinator": 200, "hr_lead": 200}
TEAM = NOBODY | CENTRAL | {"partner_coordinator": 200}
LEADS = NOBODY | CENTRAL
ACTS = NOBODY | {"coordinator": 302, "hr_lead": 302}
DOORS = {
    "evaluation:home": TEAM,
    "evaluation:home_part": TEAM,
    "evaluation:everywhere": LEADS | {"other_coordinator": 200},
    "evaluation:indicators": TEAM,
    "evaluation:indicators_part": TEAM,
    "evaluation:indicator": TEAM,
    "evaluation:add_indicator": LEADS,
    "evaluation:own_number": LEADS,
    "evaluation:archive_indicator": ACTS,
    "evaluation:costs": TEAM,
    "evaluation:ledger": TEAM,
    "evaluation:recurring": TEAM,
    "evaluation:bring": TEAM,
    "evaluation:export": TEAM,
    "evaluation:rates": LEADS,
    "evaluation:reckon": ACTS,
    "evaluation:entry": LEADS,
    "evaluation:strike": ACTS,
    "evaluation:end_recurring": ACTS,
    "evaluation:remove_rate": ACTS,
    "evaluation:reach": LEADS,
    "evaluation:assessments": TEAM,
    "evaluation:assessment": TEAM,
    "evaluation:assessment_file": TEAM,
    "evaluation:assessment_write": LEADS,
    "evaluation:assessment_agree": LEADS,
    "evaluation:assessment_move": NOBODY | {"coordinator": 302},
    "evaluation:assessment_speak": NOBODY | {"hr_lead": 302},
    "evaluation:agreed": LEADS,
    "evaluation:unagree": ACTS,
    "evaluation:inclusion": LEADS,
    "evaluation:counted": NOBODY | {"applicant": 200},
}
POSTED = {
    "archive_indicator",
    "reckon",
    "strike",
    "end_recurring",
    "remove_rate",
    "assessment_move",
    "assessment_speak",
    "unagree",
}
SENT = {
    "year_starts": "1",
    "write_off_years": "3",
    "to": "take_back",
    "voice": "hr_lead:",
    "text": "A good year.",
}
MORE = {
    "home_part": ["pairs"],
    "indicators_part": ["outcome"],
    "indicator": ["reach"],
    "assessment_write": ["words"],
    "assessment_file": ["json"],
}


def assessments_of(programme, *, by):
    """One that is being written and one that is with IRO and HR, by the addresses that are about them."""
    writing, presented = (assessing.begun(programme, year, by=by) for year in (2025, 2026))
    assessing.presented(presented, by=by)
    agreed = assessing.agreed(presented, by=by)
    about = ("assessment", "assessment_file", "assessment_agree", "assessment_move", "assessment_speak")
    given = dict.fromkeys(about, presented.pk)
    return given | {"assessment_write": writing.pk, "agreed": agreed.pk, "unagree": agreed.pk}


@pytest.fixture
def stage():
    round = factories.round()
    applicant = factories.application(round)
    people = factories.team_and_strangers(round.programme, applicant.institution) | {
        "applicant": applicant.person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    programme = round.programme
    given = written(programme, factories.actor(people["coordinator"]))
    return programme, people, given | {"counted": applicant.pk}


def written(programme, by):
    """What the addresses of single things lead to."""
    day = date(2026, 9, 1)
    own = indicators.add(
        programme,
        name="Guests",
        about="",
        kind="outcome",
        unit="number",
        formula="",
        more=True,
        by=by,
        at=factories.AT,
    )
    return assessments_of(programme, by=by) | {
        "own_number": own.pk,
        "archive_indicator": own.pk,
        "entry": spending.entry(programme, day).pk,
        "strike": spending.entry(programme, day).pk,
        "end_recurring": recurring.begin(
            programme,
            spending.spending(programme),
            rhythm="weekly",
            starts_on=day,
            until=date(2999, 1, 1),
            key=uuid4(),
            by=by,
            at=factories.AT,
        ).pk,
        "remove_rate": reckoning.set_rate(
            programme,
            institution=programme.lead,
            role="hr",
            per_hour=Decimal(40),
            valid_from=day,
            by=by,
            at=factories.AT,
        ).pk,
    }


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    programme, people, given = stage
    short = name.split(":")[1]
    one = [] if short == "everywhere" else [given.get(short, programme.pk)]
    address = reverse(name, args=[*one, *MORE.get(short, [])])
    ask = client.post if short in POSTED else client.get

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return ask(address, SENT if short in POSTED else None)

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_is_posted(client, stage, name):
    programme, people, given = stage
    client.force_login(people["coordinator"])
    address = reverse(f"evaluation:{name}", args=[given.get(name, programme.pk)])
    assert client.get(address).status_code == 405


def test_the_international_lead_sees_the_evaluation(client, stage):
    programme, *_others = stage
    client.force_login(factories.member(programme, TeamRole.IRO_LEAD))
    assert client.get(reverse("evaluation:home", args=[programme.pk])).status_code == 200
