"""The demo is told once, hangs together, and every page in it opens."""

import csv
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.audit.queries import first_broken
from fairlead.calendars.actions import start_due
from fairlead.calendars.queries import availability
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.matching.enums import ApprovalState
from fairlead.matching.models import Approval, PlaceQuota, Proposal, Ruling, Run, Scenario, Unmatched
from fairlead.matching.queries.approvals import institutions_of
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.mentorships.queries import suiting
from fairlead.notifications.models import Letter, LetterState
from fairlead.people.models import Affiliation, Person
from fairlead.portal import demo
from fairlead.portal.demo.cast import CAST
from fairlead.portal.demo.intake import OFFERS, REQUESTS
from fairlead.portal.demo.places import OFFICES
from fairlead.portal.demo.telling import tell
from fairlead.portal.queries.home import home
from fairlead.preferences.models import Request
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Programme, Round
from fairlead.support.models import Sharing

pytestmark = pytest.mark.django_db
FILES = Path(demo.__file__).parent / "files"
LINK = re.compile(r'href="(/[^"]*)"')


@pytest.fixture(scope="module")
def at(demo_told):
    """The moment at which this module's demo was told."""
    return demo_told


@pytest.fixture(autouse=True)
def _told(at):
    """The demo, told once and taken back at the end of the module."""


def signed_in(client, person):
    answer = client.post("/sign-in/", {"email": person.email, "password": person.password})
    return answer.status_code == 302


def home_of(person, at):
    known = Person.objects.get(email=person.email)
    return home(Actor(known.pk, known.name, known.email), at=at)


def by_role(role):
    return next(person for person in demo.SIGN_INS if person.role == role)


def test_telling_it_twice_changes_nothing(at):
    before = [model.objects.count() for model in (Person, Letter, Application, Mentorship, Run)]
    assert tell(at=at) is False
    assert [model.objects.count() for model in (Person, Letter, Application, Mentorship, Run)] == before


def test_three_institutions_two_programmes_120_people_and_an_invited_mentor_who_came():
    assert (Institution.objects.count(), Person.objects.count()) == (3, 120 + 1)
    parts = dict(Programme.objects.values_list("slug", "part_of"))
    assert {slug: bool(broader) for slug, broader in parts.items()} == {
        "safe-harbour": False,
        "grow-international": True,
    }


def test_every_person_works_somewhere_and_nobody_is_told_of_twice():
    assert Affiliation.objects.filter(ended_on=None).count() == len({one.key for one in CAST}) == 120
    assert {one.unit for one in CAST} == {office.key for office in OFFICES}


def open_intake():
    return Round.objects.get(programme__slug="safe-harbour", state=RoundState.OPEN)


def test_open_intake_holds_applications_in_every_state():
    states = Counter(Application.objects.filter(round=open_intake()).values_list("state", flat=True))
    assert set(states) == set(ApplicationState.values)
    who_came_back = 1
    assert states.total() == len(OFFERS) + len(REQUESTS) + who_came_back == 65


def test_finished_round_ran_last_year_and_knows_every_ending(at):
    finished = Round.objects.filter(state=RoundState.FINISHED).latest("starts_on")
    assert finished.starts_on < timezone.localdate(at).replace(day=1)
    states = Counter(Mentorship.objects.filter(round=finished).values_list("state", flat=True))
    assert states == {"completed": 13, "ended_early": 3, "active": 1, "paused": 1}
    running = Mentorship.objects.filter(round__state=RoundState.CLOSED).values_list("state", flat=True)
    assert set(running) == {"starting", "active", "paused", "ended_early"}


def test_matching_pairs_as_many_as_can_be_and_tells_the_true_reasons():
    whole = Run.objects.filter(round=open_intake())
    assert [(run.result["matched"], run.result["most_possible"]) for run in whole] == [(21, 21)] * 2
    assert Proposal.objects.filter(run__in=whole).count() == 42
    reasons = {
        unmatched.participation.person.email.split("@")[0]: unmatched.reason
        for unmatched in Unmatched.objects.filter(side="mentee", run=whole.latest("number")).select_related(
            "participation__person"
        )
    }
    assert {name: reason["kind"] for name, reason in reasons.items()} == {
        "nino.kvaratskhelia": "no_allowed_mentor",
        "tanvir.rahman": "no_allowed_mentor",
        "pieter.vanderlinden": "mentors_full",
        "taras.koval": "mentors_full",
    }
    assert reasons["nino.kvaratskhelia"]["rules"]["line_manager"] == 1
    assert reasons["tanvir.rahman"]["rules"]["common_language"] == 18


def test_last_half_years_pairs_are_tried_again_with_the_policy_of_now():
    (dry,) = Scenario.objects.filter(dry=True)
    made = Mentorship.objects.filter(round=dry.round_id)
    assert (dry.round.state, dry.state, len(dry.frozen["decided"])) == (
        RoundState.CLOSED,
        "done",
        made.count(),
    )
    accepted = Proposal.objects.filter(run=dry.run_id, state="accepted").values_list("mentee", "mentor")
    assert set(accepted) == set(made.values_list("mentee", "mentor"))
    tried = {(mentee, mentor) for mentee, mentor, *_rest in dry.pairs}
    assert tried != {(str(mentee), str(mentor)) for mentee, mentor in accepted}


def test_mentees_of_the_exchange_have_asked_mentors_and_some_have_their_answer(at):
    asked = Request.objects.values_list("mentee__person__name", "mentor__person__name", "state")
    assert set(asked) == {
        ("ანა კაპანაძე", "Otso Laine", "yes"),
        ("هدى منصور", "רות לוי", "no"),
        ("Camille Roussel", "רות לוי", "yes"),
        ("Grace Wanjiru Mwangi", "احمد زاده", "waiting"),
        ("هدى منصور", "Ingeborg Solheim", "waiting"),
    }
    locked = Ruling.objects.filter(round__programme__slug="grow-international", kind="lock")
    assert locked.count() == 2
    assert "A mentee asks whether you would be their mentor" in asked_of("Mentor with certificates", at)


def test_one_offer_waits_for_the_two_who_can_sign_in(at):
    for role, question in (("Mentor with an offer", "mentee?"), ("Mentee with an offer", "mentor?")):
        assert home_of(by_role(role), at).next.title.endswith(question)


def test_nothing_of_it_lies_in_the_future(at):
    assert Letter.objects.filter(written_at__gt=at).count() == 0
    assert Application.objects.filter(saved_at__gt=at).count() == 0
    assert Mentorship.objects.filter(ended_on__gt=timezone.localdate(at)).count() == 0
    live = Mentorship.objects.exclude(state__in=[MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY])
    assert live.filter(ends_on__lte=timezone.localdate(at)).count() == 0


def test_every_letter_has_arrived_and_the_record_is_whole():
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
    assert first_broken() is None


@pytest.mark.parametrize("person", demo.SIGN_INS, ids=lambda person: person.role)
def test_everybody_named_can_sign_in_and_every_page_they_are_led_to_opens(client, person):
    assert signed_in(client, person)
    assert broken_pages(client) == {}


def broken_pages(client):
    """Follow the links from home, one address of each kind; address to status of those that do not open."""
    to_visit, kinds, broken = ["/"], set(), {}
    while to_visit:
        address = to_visit.pop(0)
        kind = kind_of(address)
        if kind is None or kind in kinds:
            continue
        kinds.add(kind)
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            broken[address] = answer.status_code
        elif answer.headers["Content-Type"].startswith("text/html"):
            to_visit += [link.replace("&amp;", "&") for link in LINK.findall(answer.content.decode())]
    return broken


def kind_of(address):
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None if address.startswith("/static/") else address


def asked_of(role, at):
    """All that waits on the home page of somebody, beside a team's card or not."""
    found = home_of(by_role(role), at)
    todos = [found.next, *found.others, *(todo for team in found.teams for todo in team.todos)]
    return [str(todo.title) for todo in todos]


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("Coordinator", "1 supervisor has not answered"),
        ("Coordinator of the broader programme’s part", "Admit 2 applications"),
        ("Partner coordinator", "Approve 1 proposed pair"),
        ("Supervisor", "May Zsófia Bíró take part?"),
    ],
)
def test_next_step_of_whoever_is_asked(at, role, title):
    assert title in asked_of(role, at)


def test_a_partner_coordinator_also_finds_whom_to_admit(at):
    assert "Admit 1 application" in asked_of("Partner coordinator", at)


@pytest.mark.parametrize(
    "role",
    ["HR lead", "International relations lead", "Somebody new", "IT administrator"],
)
def test_nobody_else_is_asked_for_anything(at, role):
    assert home_of(by_role(role), at).next is None


def test_files_to_bring_in_are_of_other_people_at_the_same_institutions():
    with (FILES / "autumn-2026-form-export.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["Name"] for row in rows} | {row["Line manager (name)"] for row in rows}
    assert names & {one.name for one in CAST} == set()
    addresses = {row["Email"].strip().lower() for row in rows}
    assert Person.objects.filter(email__in=addresses).count() == 0
    assert set(Institution.objects.values_list("name", flat=True)) <= {row["Institution"] for row in rows}


def waiting_approvals():
    return Approval.objects.filter(state=ApprovalState.WAITING).select_related("proposal", "institution")


def test_one_pair_across_two_institutions_waits_for_a_partner_and_every_limit_is_kept():
    (one,) = waiting_approvals()
    (places,) = institutions_of([one.proposal]).values()
    assert (len(places), one.institution.short_name) == (2, "NUAS")
    assert PlaceQuota.objects.values("institution").distinct().count() == 2
    result = Run.objects.filter(round=open_intake()).latest("number").result
    kept = result["limits"]["places"]
    assert len(kept) >= 2
    assert all((one["least"] or 0) <= one["count"] <= (one["most"] or 999) for one in kept)


def test_one_closed_case_was_shared_by_two_institutions_and_the_third_sees_nothing(client):
    (one,) = Sharing.objects.select_related("case")
    assert (one.case.state, one.state, one.level) == ("closed", "shared", "talk")
    seen = {}
    for role in ("Coordinator", "Partner coordinator", "Coordinator of the third institution"):
        client.logout()
        signed_in(client, by_role(role))
        answer = client.get(f"/shared-cases/{one.pk}/")
        words = ("first Tuesday of each month", "next steering meeting")
        seen[role] = (answer.status_code, *(word in answer.content.decode() for word in words))
    assert list(seen.values()) == [(200, True, False), (200, True, True), (404, False, False)]


def test_one_pair_has_both_calendars_connected_and_no_server_is_ever_asked(at):
    pair = Mentorship.objects.get(mentee__person__email="thandeka.mokoena@nuas.example")
    known = availability([pair.mentee.person_id, pair.mentor.person_id], at=at)
    assert [one.known and len(one.busy) > 20 for one in known.values()] == [True, True]
    actor = Actor(pair.mentee.person_id)
    assert len(suiting.times_for(actor, pair, minutes=75, at=at).times) == 5
    assert start_due(at=at + timedelta(days=60)) == 0


def test_every_mentee_of_two_views_has_a_mentor_and_as_many_as_can_have_two():
    (run,) = Run.objects.filter(round__mentors_each=2)
    assert sorted(Counter(run.proposals.values_list("mentee", flat=True)).values()) == [1, 1, 2, 2]
    assert run.result["status"] == "optimal"
