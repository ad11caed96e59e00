"""Every address of training, and what each role gets there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.programmes.enums import Side
from fairlead.training.actions import completing
from fairlead.training.enums import Kind, Track
from fairlead.training.models import Completion, ModuleFile
from tests import doors, factories
from tests.training.learning import asked, coordinator, learner, module, planned

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
TEAM = {"coordinator": 200, "partner_coordinator": 200, "hr_lead": 200}
EDITS = NOBODY | {"coordinator": 200}
ACTS = NOBODY | {"coordinator": 302}
LEADS = NOBODY | {"coordinator": 200, "hr_lead": 200}
DOORS = {
    "training:mine": dict.fromkeys(doors.ROLES, 200) | {"stranger": 302},
    "training:module": NOBODY | TEAM | {"mentor": 200},
    "training:file": NOBODY | TEAM | {"mentor": 200},
    "training:done": NOBODY | {"mentor": 302},
    "training:edit": EDITS,
    "training:arrange": ACTS,
    "training:question_new": EDITS,
    "training:question": EDITS,
    "training:question_remove": ACTS,
    "training:curriculum": NOBODY | TEAM,
    "training:begin": ACTS,
    "training:settle": ACTS,
    "training:new": EDITS,
    "training:standing": LEADS,
    "training:person": LEADS,
    "training:remind": ACTS,
    "training:take_back": ACTS,
    "training:lift": ACTS,
    "training:sessions": NOBODY | TEAM,
    "training:session": NOBODY | TEAM,
    "training:session_new": EDITS,
    "training:session_edit": EDITS,
    "training:session_cancel": ACTS,
    "training:session_tick": ACTS,
    "training:enrol": NOBODY | {"mentor": 302},
    "training:leave": NOBODY | {"mentor": 302},
}
POSTED = {
    "done": {},
    "arrange": {"do": "up"},
    "question_remove": {},
    "begin": {},
    "settle": {"do": "own"},
    "remind": {},
    "take_back": {},
    "lift": {},
    "session_cancel": {},
    "session_tick": {},
    "enrol": {},
    "leave": {},
}

OF_SESSION = {"session", "session_edit", "session_cancel", "session_tick", "enrol", "leave"}


@pytest.fixture
def stage(at):
    round = factories.round()
    programme = round.programme
    mentor = learner(round)
    by = coordinator(programme)
    one = module(programme, kind=Kind.FILE, track=Track.MENTOR)
    ModuleFile.objects.create(module=one, name="Leaflet.pdf", content=b"%PDF", size=4)
    question = asked(one)
    completing.note_down([one], mentor.person, on=at.date(), note="Course", by=by, at=at)
    live = module(programme, "Live", kind=Kind.LIVE, track=Track.MENTOR)
    people = factories.team_and_strangers(programme, factories.institution()) | {
        "applicant": factories.person(),
        "mentee": learner(round, Side.MENTEE).person,
        "mentor": mentor.person,
        "supervisor": factories.person(),
    }
    ids = {
        "programme": programme.pk,
        "round": round.pk,
        "module": one.pk,
        "question": question.pk,
        "participation": mentor.pk,
        "live": live.pk,
        "session": planned(live, timezone.now()).pk,
        "completion": Completion.objects.get().pk,
    }
    return ids, people


def address(name, ids):
    short = name.partition(":")[2]
    of = {
        "mine": [],
        "curriculum": ["programme"],
        "begin": ["programme"],
        "settle": ["programme"],
        "new": ["programme"],
        "standing": ["round"],
        "remind": ["round"],
        "person": ["round", "participation"],
        "lift": ["round", "participation"],
        "take_back": ["round", "participation", "completion"],
        "sessions": ["programme"],
        "session_new": ["live"],
        "question": ["module", "question"],
        "question_remove": ["module", "question"],
    }
    more = ["reading"] if short == "new" else []
    return reverse(
        name,
        args=[
            *(ids[key] for key in of.get(short, ["session"] if short in OF_SESSION else ["module"])),
            *more,
        ],
    )


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    ids, people = stage
    short = name.partition(":")[2]
    where = address(name, ids)

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return client.post(where, POSTED[short]) if short in POSTED else client.get(where)

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("short", sorted(POSTED))
def test_what_changes_something_is_posted(client, stage, short):
    ids, people = stage
    client.force_login(people["coordinator"])
    assert client.get(address(f"training:{short}", ids)).status_code == 405


def test_leads_look_at_a_person_and_record_nothing(client, stage):
    ids, people = stage
    client.force_login(people["hr_lead"])
    assert client.post(address("training:person", ids), {}).status_code == 404


def test_module_taken_out_is_gone_for_those_who_learn(client, stage):
    ids, people = stage
    client.force_login(people["coordinator"])
    client.post(address("training:arrange", ids), {"do": "retire"})
    assert client.get(address("training:module", ids)).status_code == 200
    client.force_login(people["mentor"])
    assert client.get(address("training:module", ids)).status_code == 404


@pytest.mark.parametrize(
    ("name", "given"), [("training:arrange", {"do": "explode"}), ("training:settle", {"do": "explode"})]
)
def test_act_that_does_not_exist_is_not_found(client, stage, name, given):
    ids, people = stage
    client.force_login(people["coordinator"])
    assert client.post(address(name, ids), given).status_code == 404


def test_kind_that_does_not_exist_is_not_found(client, stage):
    ids, people = stage
    client.force_login(people["coordinator"])
    where = reverse("training:new", args=[ids["programme"], "dance"])
    assert client.get(where).status_code == 404
