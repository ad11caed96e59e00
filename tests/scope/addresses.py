"""For every address of the application: the things of every kind that can be asked for there."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fairlead.applications.actions.letters import secret_of as approval_secret
from fairlead.applications.models import SupervisorApproval
from fairlead.calendars.models import Connection
from fairlead.evaluation.models import AgreedAction, Assessment, EffortEntry, OwnIndicator, Rate, Recurring
from fairlead.flash.models import FlashGuest, FlashSession
from fairlead.integrations.form_csv.models import Upload
from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import derived
from fairlead.matching.models import Answer, OfferWave, Preset, Proposal, Run, Scenario, Simulation
from fairlead.mentoringcircles.models import CircleAnswer, CircleSession
from fairlead.mentorships.actions import feeds
from fairlead.mentorships.actions.meeting_letters import secret_of as meeting_secret
from fairlead.mentorships.models import Extension, Meeting, MeetingAsk
from fairlead.mentorships.queries.meetings import feed_address
from fairlead.notifications.models import Letter
from fairlead.partnerships.actions import feeds as team_feeds
from fairlead.partnerships.models import Arrangement, Partnership, SteeringAction, SteeringMeeting
from fairlead.partnerships.queries.calendar import feed_address as team_feed_address
from fairlead.peers.models import PeerPair, PeerSet
from fairlead.programmes.models import Programme, Round
from fairlead.questions.models import FormVersion, Section
from fairlead.recognition.models import Certificate
from fairlead.recruitment.actions.letters import secret_of as invitation_secret
from fairlead.recruitment.models import Call, Invitation
from fairlead.support.models import Case, Circle, CircleMeeting, Contact, Hour, Pulse, Sharing
from fairlead.support.queries.pulses import secret_of as pulse_secret
from fairlead.surveys.actions.letters import secret_of as survey_secret
from fairlead.surveys.models import Ask, Questionnaire, Wave
from fairlead.training.models import Completion, Module, Question, Session
from tests.factories import AT
from tests.scope import confided
from tests.scope.stage import Stage

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
Things = list[tuple[str, Any]]


def routes(
    resolver: URLResolver | None = None, prefix: str = "", before: str = ""
) -> Iterator[tuple[str, str]]:
    """The full name and the route of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, route)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", route


def roots() -> dict[str, str]:
    """What stands before the first parameter of each address."""
    return {name: route.partition("<")[0] if "<" in route else "" for name, route in routes()}


def of_applications(stage: Stage) -> Things:
    """One of every state and institution."""
    return [(key, one) for key, one in stage.people.items()]


def pair_things(stage: Stage) -> Things:
    """Pairs within an institution and across two."""
    return list(stage.pairs.items())


def all_of(model: Any, most: int = 2) -> Callable[[Stage], Things]:
    """Some of what the demo tells."""

    def find(stage: Stage) -> Things:
        return [(model.__name__, one) for one in model.objects.order_by("pk")[:most]]

    return find


def kept_and(model: Any) -> Callable[[Stage], Things]:
    """Those of the pair that has confided something, and one of others."""

    def find(stage: Stage) -> Things:
        own = confided.things(stage, ROOT_OF[model])
        others = model.objects.exclude(pk__in=[one.pk for one in own]).order_by("pk")
        return [(model.__name__, one) for one in (*own, *others[:1])]

    return find


def programmes(stage: Stage) -> Things:
    """The programme and another."""
    return [("own", stage.programme), ("other", Programme.objects.exclude(pk=stage.programme.pk).first())]


def rounds(stage: Stage) -> Things:
    """The round, and one of another programme."""
    return [("own", stage.round), ("other", Round.objects.exclude(programme=stage.programme).first())]


def runs(stage: Stage) -> Things:
    """The run in which the people of the stage are proposed."""
    return [("own", Proposal.objects.get(mentee=stage.people["Aproposed"].participation).run)]


def proposals(stage: Stage) -> Things:
    """A proposal of each institution."""
    found = Proposal.objects.filter(
        mentee__in=[stage.people[f"{one}proposed"].participation for one in "LAB"]
    )
    return [("proposed", one) for one in found]


# What stands before the first parameter of a route, and what can be asked for there.
ROOTS: dict[str, Callable[[Stage], Things]] = {
    "programmes/": programmes,
    "rounds/": rounds,
    "applications/": of_applications,
    "my/applications/": of_applications,
    "my/counted/": of_applications,
    "pairs/": pair_things,
    "recognition/pairs/": pair_things,
    "introductions/": pair_things,
    "runs/": runs,
    "proposals/": proposals,
    "waves/": all_of(OfferWave),
    "simulations/": all_of(Simulation),
    "scenarios/": all_of(Scenario),
    "presets/": all_of(Preset),
    "flash/": all_of(FlashSession),
    "my/flash/": all_of(FlashGuest),
    "mentoring-circles/": all_of(CircleSession),
    "my/mentoring-circles/": all_of(CircleAnswer),
    "peers/": all_of(PeerSet),
    "my/peers/": all_of(PeerPair),
    "training/": all_of(Module),
    "training/sessions/": all_of(Session),
    "forms/": all_of(FormVersion),
    "recruitment/invitations/": all_of(Invitation),
    "recruitment/calls/": all_of(Call),
    "surveys/": all_of(Questionnaire),
    "surveys/waves/": all_of(Wave),
    "my/surveys/": all_of(Ask),
    "cases/": kept_and(Case),
    "shared-cases/": all_of(Sharing),
    "circles/": all_of(Circle),
    "hours/": all_of(Hour),
    "meetings/": kept_and(Meeting),
    "certificates/": all_of(Certificate),
    "assessments/": all_of(Assessment),
    "assessments/actions/": all_of(AgreedAction),
    "evaluation/indicators/": all_of(OwnIndicator),
    "evaluation/entries/": all_of(EffortEntry),
    "evaluation/recurring/": all_of(Recurring),
    "evaluation/rates/": all_of(Rate),
    "imports/": all_of(Upload),
    "issuers/": lambda stage: [(key, one) for key, one in stage.institutions.items()],
    "free-times/": kept_and(Connection),
    "partnerships/": all_of(Partnership, 3),
    "arrangements/": all_of(Arrangement, 3),
    "mailbox/": all_of(Letter),
    "institutions/": lambda stage: [(key, one) for key, one in stage.institutions.items()],
    "units/": lambda stage: [(key, one.units.first()) for key, one in stage.institutions.items()],
    "faces/": lambda stage: [(key, one) for key, one in stage.institutions.items()],
    "team/": lambda stage: [(one.role, one) for one in stage.programme.team.all()],
    "steering/": all_of(SteeringMeeting, 3),
    "steering-actions/": all_of(SteeringAction, 3),
}
ROOT_OF: dict[Any, str] = {Case: "cases/", Meeting: "meetings/", Connection: "free-times/"}
SECONDS: dict[str, Any] = {
    "questionnaire": Questionnaire,
    "question": Question,
    "completion": Completion,
    "section": Section,
    "other": Run,
    "contact": Contact,
    "meeting": CircleMeeting,
    "extension": Extension,
}
# Parameters that are people of the stage.
PEOPLE_OF: dict[str, tuple[str, ...]] = {
    "mentee": ("Aproposed", "Bproposed"),
    "mentor": ("Amentoring", "Bmentoring"),
    "participation": ("Aaccepted", "Bcrossed", "Laccepted", "Aproposed"),
}
WORDS_OF: dict[str, list[str]] = {
    "applications:decide": ["admit"],
    "applications:step": ["you"],
    "applications:all": ["admit", "ask"],
    "flash:act": ["compute"],
    "mentoringcircles:act": ["form"],
    "mentoringcircles:circle": ["keep"],
    "peers:act": ["propose"],
    "matching:board_turn": ["undo"],
    "matching:next_say": ["pass"],
    "matching:rule": ["lock"],
    "matching:steps": ["work-out"],
    "matching:turn_scenario": ["drop"],
    "mentorships:meeting_note": ["agenda", "preparation", "outcome", "reflection"],
    "mentorships:agreement_version": ["1", "2", "3"],
    "mentorships:review": ["mid"],
    "mentorships:review_goal": ["mid"],
}
# Parameters that are words, with one word that every address knows.
WORDS: dict[str, list[str]] = {
    "side": ["mentee"],
    "section": ["basics"],
    "step": ["basics"],
    "kind": ["text"],
    "deed": ["admit"],
    "which": ["start"],
    "do": ["done"],
    "said": ["no"],
    "instrument": ["own"],
    "code": ["sk"],
    "part": ["aims"],
    "name": ["start"],
    "answer": ["yes"],
    "number": ["1"],
    "key": ["coverage"],
    "mark": ["plain"],
}


def _programme_slug(stage: Stage) -> Things:
    return [("own", stage.programme.slug)]


def _supervisors_link(stage: Stage) -> Things:
    found = SupervisorApproval.objects.filter(application__in=stage.people.values())
    return [("by link", approval_secret(one)) for one in found]


def _pulses(stage: Stage) -> Things:
    found = Pulse.objects.order_by("pk")[:1]
    return [("by link", pulse_secret(one.mentorship_id, one.number, one.person_id)) for one in found]


def _feeds(stage: Stage) -> Things:
    found = []
    for role in ("mentee", "coordinator", "partner_b"):
        feed = feeds.make(by=Actor(person_id=stage.roles[role].pk), at=AT)  # type: ignore[union-attr]
        found.append(("by link", feed_address(feed).rpartition("/")[2].removesuffix(".ics")))
    return found


def _team_feeds(stage: Stage) -> Things:
    by = Actor(person_id=stage.roles["partner_a"].pk)  # type: ignore[union-attr]
    feed = team_feeds.make(stage.programme, by=by, at=AT)
    return [("by link", team_feed_address(feed).rpartition("/")[2].removesuffix(".ics"))]


def _linked(model: Any, secret: Callable[[Any], str]) -> Callable[[Stage], Things]:
    def find(stage: Stage) -> Things:
        return [("by link", secret(one)) for one in model.objects.order_by("pk")[:1]]

    return find


# Addresses whose first parameter is no id: a name in an address, or a link that is all one needs.
SPECIAL: dict[str, Callable[[Stage], Things]] = {
    "programmes:public": _programme_slug,
    "applications:apply": _programme_slug,
    "applications:approve": _supervisors_link,
    "people:use_link": lambda stage: [("by link", "unknown")],
    "recruitment:call": _linked(Call, lambda one: one.slug),
    "recruitment:invited": _linked(Invitation, invitation_secret),
    "recruitment:answer": _linked(Invitation, invitation_secret),
    "surveys:by_link": _linked(Ask, survey_secret),
    "matching:answer": _linked(Answer, lambda one: derived("offer", one.pk)),
    "support:pulse": _pulses,
    "mentorships:met": _linked(MeetingAsk, meeting_secret),
    "mentorships:slipped": _linked(MeetingAsk, meeting_secret),
    "mentorships:feed": _feeds,
    "partnerships:invited": lambda stage: [("by link", "unknown")],
    "partnerships:team_feed": _team_feeds,
    "recognition:verify": _linked(Certificate, lambda one: one.code),
}


def addresses(stage: Stage) -> dict[str, list[tuple[str, str]]]:
    """By the name of each address: what is asked for, and the path."""
    known = {root: find(stage) for root, find in ROOTS.items()}
    found: dict[str, list[tuple[str, str]]] = {}
    for name, route in routes():
        parameters = PARAMETER.findall(route)
        if not parameters:
            found[name] = [("everywhere", reverse(name))]
            continue
        things = SPECIAL[name](stage) if name in SPECIAL else known[route.partition("<")[0]]
        found[name] = [
            (label, reverse(name, args=[str(getattr(thing, "pk", thing)), *more]))
            for label, thing in things
            for more in product(*(_further(stage, *one, name) for one in parameters[1:]))
        ]
    return found


def _further(stage: Stage, kind: str, parameter: str, name: str) -> list[str]:
    """What stands for a later parameter of an address."""
    if kind != "uuid":
        return WORDS_OF.get(name) or WORDS[parameter]
    keys = PEOPLE_OF.get(parameter)
    if keys is not None:
        return [str(stage.people[key].participation_id) for key in keys]
    if parameter in ("goal", "step"):
        return [str(confided.things(stage, parameter)[0].pk)]
    return [str(SECONDS[parameter].objects.order_by("pk").values_list("pk", flat=True).first())]
