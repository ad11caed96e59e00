"""A programme of three institutions with somebody in every state, each with words that no other text holds.

It stands on the demo, so that there is something of every kind to ask for. A word like `QxAdeclinedxn` says
whose it is (institution A, declined) and what it is: n the name, m the address, l the
line manager, h hopes, v whom to avoid, r reasons and questions of who decides.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from fairlead.applications.actions import approving, reminding
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, Clarification, Decision
from fairlead.institutions.models import Institution, Unit
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal, Run
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation, Person, Role
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.programmes.models import Programme, Round, TeamMember
from tests import factories
from tests.integrations.form_csv.known import mentor
from tests.integrations.form_csv.scenes import Scene, take_in, written

KEYS = "draft|submitted|accepted|waitlisted|declined|withdrawn|proposed|mentoring|paired|crossed"
WORD = re.compile(rf"Qx([LAB])({KEYS})x([nmlhvr])", re.IGNORECASE)
ROLES = (
    "stranger",
    "applicant",
    "mentee",
    "mentor",
    "supervisor",
    "it_admin",
    "owner",
    "other_coordinator",
    "coordinator",
    "hr_lead",
    "iro_lead",
    "partner_a",
    "partner_b",
)


@dataclass
class Stage:
    """The programme, its open round, everybody with such words by key, and who looks."""

    programme: Programme
    round: Round
    institutions: dict[str, Institution]
    people: dict[str, Application]
    pairs: dict[str, Mentorship]
    roles: dict[str, Person | None]


def build(at: datetime) -> Stage:
    """Add to the demo, which was told before."""
    programme = Programme.objects.get(slug="safe-harbour")
    round = Round.objects.get(programme=programme, state=RoundState.OPEN, rolling=False)
    others = Institution.objects.exclude(pk=programme.lead_id).order_by("-name")
    partners = TeamMember.objects.filter(programme=programme, role=TeamRole.PARTNER_COORDINATOR)
    institutions = {"L": programme.lead, **dict(zip("AB", others, strict=True))}
    stage = Stage(programme, round, institutions, {}, {}, {})
    for place in institutions:
        for state in ApplicationState.values:
            _somebody(stage, place, state, state, Side.MENTEE)
        _somebody(stage, place, "proposed", ApplicationState.ACCEPTED, Side.MENTEE)
        _somebody(stage, place, "mentoring", ApplicationState.ACCEPTED, Side.MENTOR)
        _somebody(stage, place, "paired", ApplicationState.ACCEPTED, Side.MENTEE)
        _somebody(stage, place, "crossed", ApplicationState.ACCEPTED, Side.MENTEE)
    run = Run.objects.filter(round=round).order_by("number").last()
    for place, across in (("L", "A"), ("A", "B"), ("B", "L")):
        _pair(stage, f"{place}paired", f"{place}mentoring", 1)
        _pair(stage, f"{place}crossed", f"{across}mentoring", 2)
        _propose(stage, run, f"{place}proposed", f"{across}mentoring")
    _somebody_of_each_role(stage, {one.institution_id: one.person for one in partners})
    _ask_supervisors(stage, at)
    coordinator = stage.roles["coordinator"]
    assert coordinator is not None
    take_in(Scene(stage.programme, stage.round, coordinator), written({}, mentor()), at=at)
    return stage


def _ask_supervisors(stage: Stage, at: datetime) -> None:
    """Ask the supervisors of those undecided so long ago that they are late, and tell who decides."""
    for place in stage.institutions:
        approving.ask_supervisor(stage.people[f"{place}submitted"], at - timedelta(days=60))
    reminding.tell_coordinators(at=at)


def _somebody(stage: Stage, place: str, key: str, state: str, side: Side) -> None:
    word, institution = f"Qx{place}{key}x", stage.institutions[place]
    unit = Unit.objects.filter(institution=institution).order_by("name").first()
    who = factories.person(f"{word}n", email=f"{word}m@somewhere.example".lower())
    Affiliation.objects.create(person=who, institution=institution, unit=unit, job_title="Officer", grade=6)
    made = factories.application(
        stage.round,
        side,
        who,
        (),
        state=state,
        unit=unit,
        places=3,
        hopes=f"{word}h",
        avoid_text=f"{word}v",
        line_manager_name=f"{word}l",
        line_manager_email=f"{word}l@somewhere.example".lower(),
        decision_reason=f"{word}r" if state == ApplicationState.DECLINED else "",
    )
    Decision.objects.create(application=made, to=state, reason=f"{word}r", made_at=factories.AT)
    Clarification.objects.create(
        application=made,
        question=f"{word}r?",
        asked_at=factories.AT,
        answer=f"{word}r",
        answered_at=factories.AT,
    )
    stage.people[f"{place}{key}"] = made


def _pair(stage: Stage, mentee: str, mentor: str, place: int) -> None:
    halves = [stage.people[key].participation for key in (mentor, mentee)]
    stage.pairs[mentee] = factories.mentorship(stage.round, *halves, place=place, state="active")


def _propose(stage: Stage, run: Run, mentee: str, mentor: str) -> None:
    Proposal.objects.create(
        run=run,
        mentee=stage.people[mentee].participation,
        mentor=stage.people[mentor].participation,
        score=1,
        parts=[],
        state=ProposalState.PROPOSED,
    )


def _somebody_of_each_role(stage: Stage, partners: dict[object, Person]) -> None:
    team = {
        role: TeamMember.objects.filter(programme=stage.programme, role=role).order_by("pk").first().person
        for role in (TeamRole.COORDINATOR, TeamRole.HR_LEAD, TeamRole.IRO_LEAD)
    }
    known = {
        "supervisor": "elodie.vandamme@northport.example",
        "it_admin": "raul.ibanez@northport.example",
        "other_coordinator": "tomasz.wojcik@northport.example",
    }
    owner = factories.person("Owen Owner")
    factories.grant(owner, Role.PROGRAMME_OWNER)
    found = {
        "stranger": None,
        "applicant": stage.people["Asubmitted"].person,
        "mentee": stage.people["Acrossed"].person,
        "mentor": stage.people["Bmentoring"].person,
        "owner": owner,
        **{role: Person.objects.get(email=email) for role, email in known.items()},
        "coordinator": team[TeamRole.COORDINATOR],
        "hr_lead": team[TeamRole.HR_LEAD],
        "iro_lead": team[TeamRole.IRO_LEAD],
        "partner_a": partners[stage.institutions["A"].pk],
        "partner_b": partners[stage.institutions["B"].pk],
    }
    stage.roles = {role: found[role] for role in ROLES}
