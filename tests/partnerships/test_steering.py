"""Steering meetings: invitations, minutes that do not change, what was agreed to do."""

from datetime import timedelta
from functools import partial

import pytest
import vobject
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.partnerships.actions import handing_over_steering, minutes, steering
from fairlead.partnerships.actions.steering_nudges import nudges
from fairlead.partnerships.enums import ActionState
from fairlead.partnerships.models import SteeringAction, SteeringMeeting, SteeringMinutes
from fairlead.partnerships.queries import steering as queries
from fairlead.partnerships.queries.steering_todos import todos
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, TeamMember
from tests import factories
from tests.partnerships import steered

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Team:
    """A programme, who coordinates it, and who coordinates for a partner."""

    def __init__(self):
        self.programme = factories.programme("Harbour")
        self.coast = factories.institution("Coast")
        self.partner = Partner.objects.create(programme=self.programme, institution=self.coast)
        self.cora = factories.member(self.programme, who=factories.person("Cora"))
        role = TeamRole.PARTNER_COORDINATOR
        who = factories.person("Pia")
        self.pia = factories.member(self.programme, role, who, institution=self.coast)
        self.by = factories.actor(self.cora)


@pytest.fixture
def team():
    return Team()


def parts(person):
    """(METHOD, UID, SEQUENCE) of the calendar parts somebody got, in that order."""
    found = Letter.objects.filter(to_email=person.email).exclude(calendar="")
    read = [vobject.readOne(letter.calendar) for letter in found]
    told = [(one.method.value, one.vevent.uid.value, int(one.vevent.sequence.value)) for one in read]
    return sorted(told, key=lambda one: one[2])


def letters(person):
    return sorted(Letter.objects.filter(to_email=person.email).values_list("kind", flat=True))


def test_who_is_invited_has_it_in_their_calendar(team, at):
    meeting = steered.planned(team.programme, team.cora, at, [team.cora, team.pia])
    uid = f"{meeting.pk}@fairlead"
    assert parts(team.pia) == [("REQUEST", uid, 1)]
    assert [one.uid for one in queries.appointments(team.pia.pk, since=at)] == [uid]


def test_planned_twice_it_is_one_meeting(team, at):
    first = steered.planned(team.programme, team.cora, at)
    assert steered.planned(team.programme, team.pia, at) == first
    assert letters(team.cora) == ["steering-invited"]


def test_calendars_follow_changes_and_the_end(team, at):
    meeting = steered.planned(team.programme, team.cora, at, [team.cora, team.pia])
    uid = f"{meeting.pk}@fairlead"
    moved = steered.given(at, [team.cora, team.pia], starts_at=at + 9 * DAY)
    steering.change(meeting, moved, seen=0, by=team.by, at=at)
    alone = {**moved, "guests": [team.cora.pk]}
    changed = steering.change(meeting, alone, seen=1, by=team.by, at=at)
    steering.cancel(changed, by=team.by, at=at)
    assert parts(team.pia) == [("REQUEST", uid, 1), ("REQUEST", uid, 2), ("CANCEL", uid, 3)]
    kinds = ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert parts(team.cora) == [(kind, uid, number) for number, kind in enumerate(kinds, 1)]


def test_nothing_is_mailed_when_nothing_changed(team, at):
    meeting = steered.planned(team.programme, team.cora, at)
    steering.change(meeting, steered.given(at, [team.cora]), seen=0, by=team.by, at=at)
    assert letters(team.cora) == ["steering-invited"]


@pytest.mark.parametrize("guests", [[], ["stranger"]])
def test_only_the_team_is_invited(team, at, guests):
    stranger = factories.person()
    given = steered.given(at, []) | {"guests": [stranger.pk for _one in guests]}
    with pytest.raises(steering.NotOfTheTeam):
        steering.plan(team.programme, given, by=team.by, at=at)
    assert not Letter.objects.exists()


def test_a_partner_that_left_is_on_the_team_no_more(team, at):
    Partner.objects.filter(pk=team.partner.pk).update(left_on=at.date())
    assert [one.person for one in queries.team(team.programme)] == [team.cora]


def test_two_windows_do_not_undo_each_other(team, at):
    meeting = steered.planned(team.programme, team.cora, at)
    given = steered.given(at, [team.cora], place="Elsewhere")
    steering.change(meeting, given, seen=0, by=team.by, at=at)
    with pytest.raises(AlreadyMoved):
        steering.change(meeting, steered.given(at, [team.cora]), seen=0, by=team.by, at=at)


def test_no_meeting_is_in_the_past_or_at_the_time_of_another(team, at):
    with pytest.raises(steering.NotThen):
        steered.planned(team.programme, team.cora, at, starts_at=at)
    one = steered.planned(team.programme, team.cora, at)
    steered.planned(team.programme, team.cora, at, starts_at=at + DAY)
    given = steered.given(at, [team.cora], starts_at=at + DAY)
    with pytest.raises(steering.NotThen):
        steering.change(one, given, seen=0, by=team.by, at=at)


def test_minutes_go_round_the_whole_team_and_never_change(team, at):
    meeting = steered.held(team.programme, team.cora, at, [team.cora])
    first = steered.circulated(meeting, team.cora, at, text="First.", there=[team.cora])
    meeting.refresh_from_db()
    assert (meeting.state, first.number) == ("circulated", 1)
    assert first.document["present"] == [{"name": "Cora", "institution": team.programme.lead.name}]
    assert "steering-minutes" in letters(team.pia)
    second = steered.circulated(meeting, team.cora, at, note="A number was wrong.", text="Second.")
    told = list(SteeringMinutes.objects.values_list("number", "document__text", "note"))
    assert told == [(1, "First.", ""), (2, "Second.", "A number was wrong.")]
    assert first.digest != second.digest
    assert letters(team.pia).count("steering-minutes") == 2


def test_nothing_goes_round_that_is_empty_the_same_or_unexplained(team, at):
    meeting = steered.held(team.programme, team.cora, at)
    with pytest.raises(minutes.NothingToCirculate):
        steered.circulated(meeting, team.cora, at, text="  ")
    steered.circulated(meeting, team.cora, at, text="Said.")
    for note, text in (("", "Other."), ("Again", "Said.")):
        with pytest.raises(minutes.NothingToCirculate):
            steered.circulated(meeting, team.cora, at, text=text, note=note)
    assert SteeringMinutes.objects.count() == 1


def test_minutes_are_written_of_what_has_begun_and_was_not_cancelled(team, at):
    coming = steered.planned(team.programme, team.cora, at)
    with pytest.raises(steering.MeetingSettled):
        steered.written(coming, team.cora, at)
    steering.cancel(coming, by=team.by, at=at)
    with pytest.raises(steering.MeetingSettled):
        steered.written(coming, team.cora, at + 8 * DAY)
    with pytest.raises(AlreadyMoved):
        steering.cancel(coming, by=team.by, at=at)


def test_whose_minutes_went_round_cannot_be_moved_or_cancelled(team, at):
    meeting = steered.held(team.programme, team.cora, at)
    steered.circulated(meeting, team.cora, at)
    with pytest.raises(steering.MeetingSettled):
        steering.change(meeting, steered.given(at, [team.cora]), seen=2, by=team.by, at=at)
    with pytest.raises(AlreadyMoved):
        steering.cancel(meeting, by=team.by, at=at)


def test_what_is_open_is_carried_over_to_the_next_meeting(team, at):
    meeting = steered.held(team.programme, team.cora, at)
    done, still = (steered.agreed(meeting, team.pia, at, text=text) for text in ("Done", "Still"))
    minutes.settle(done, ActionState.DONE, by=team.by, at=at)
    coming = steered.planned(team.programme, team.cora, at)
    assert [one.text for one in queries.sheet(coming).carried] == ["Still"]
    minutes.settle(still, ActionState.DROPPED, by=team.by, at=at)
    assert queries.sheet(coming).carried == []
    with pytest.raises(AlreadyMoved):
        minutes.settle(still, ActionState.DONE, by=team.by, at=at)
    minutes.settle(still, ActionState.OPEN, by=team.by, at=at)
    assert [one.text for one in queries.sheet(coming).carried] == ["Still"]


def test_an_action_belongs_to_somebody_of_the_team(team, at):
    meeting = steered.held(team.programme, team.cora, at)
    with pytest.raises(steering.NotOfTheTeam):
        steered.agreed(meeting, factories.person(), at)


def test_settled_actions_say_when(team, at):
    action = steered.agreed(steered.held(team.programme, team.cora, at), team.pia, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SteeringAction.objects.filter(pk=action.pk).update(state="done")


def test_owners_are_reminded_before_and_after_the_day(team, at):
    steered.agreed(steered.held(team.programme, team.cora, at), team.pia, at, text="Ask", days=5)
    said = {days: [one.title for one in nudges(at=at + days * DAY)] for days in (1, 2, 6, 12)}
    due = "Due on 10 October 2026: Ask"
    assert said == {1: [], 2: [due], 6: [due], 12: ["Overdue: Ask"]}


def test_who_left_the_team_is_reminded_of_nothing(team, at):
    steered.agreed(steered.held(team.programme, team.cora, at), team.pia, at, days=1)
    Partner.objects.filter(pk=team.partner.pk).update(left_on=at.date())
    assert nudges(at=at) == []
    assert todos(factories.actor(team.pia), at=at) == []


def test_home_shows_what_one_said_one_would_do(team, at, django_assert_num_queries):
    meeting = steered.held(team.programme, team.cora, at)
    steered.agreed(meeting, team.pia, at, text="Ask", days=14)
    steered.agreed(meeting, team.pia, at, text="Later", days=15)
    with django_assert_num_queries(3):
        found = [str(one.title) for one in todos(factories.actor(team.pia), at=at)]
    assert found == ["Ask"]
    planner = [str(one.title) for one in todos(team.by, at=at + DAY)]
    assert planner == ["Write the minutes of the steering meeting"]
    nobody = factories.actor(factories.person())
    with django_assert_num_queries(1):
        assert todos(nobody, at=at) == []


def test_the_draft_is_read_only_by_those_who_keep_it(client, team):
    at = timezone.now()
    meeting = steered.held(team.programme, team.cora, at)
    steered.written(meeting, team.cora, at, text="Not yet round")
    where = reverse("partnerships:meeting", args=[meeting.pk])
    client.force_login(factories.member(team.programme, TeamRole.HR_LEAD))
    assert "Not yet round" not in client.get(where).content.decode()
    assert client.get(reverse("partnerships:minutes_write", args=[meeting.pk])).status_code == 404
    client.force_login(team.pia)
    draft = client.get(reverse("partnerships:minutes_write", args=[meeting.pk]))
    assert "Not yet round" in draft.content.decode()


def test_an_owner_without_other_rights_settles_their_own_action_only(client, team):
    at = timezone.now()
    lead = factories.member(team.programme, TeamRole.HR_LEAD)
    meeting = steered.held(team.programme, team.cora, at)
    own, other = steered.agreed(meeting, lead, at), steered.agreed(meeting, team.pia, at)
    client.force_login(lead)
    answers = [
        client.post(reverse("partnerships:action_settle", args=[one.pk]), {"to": "done"}).status_code
        for one in (own, other)
    ]
    assert answers == [302, 404]
    where = reverse("partnerships:action_settle", args=[own.pk])
    assert client.post(where, {"to": "nonsense"}).status_code == 404


def test_a_meeting_is_planned_written_and_circulated_on_its_pages(client, team):
    at = timezone.now()
    client.force_login(team.pia)
    new = reverse("partnerships:meeting_new", args=[team.programme.pk])
    form = {
        "starts_at": f"{at + DAY:%Y-%m-%dT%H:%M}",
        "minutes": 60,
        "place": "",
        "link": "",
        "agenda": "<script>",
        "guests": [str(team.pia.pk)],
    }
    assert client.post(new, form).status_code == 422
    assert client.post(new, form | {"place": "Hall"}).status_code == 302
    meeting = SteeringMeeting.objects.get()
    page = client.get(reverse("partnerships:meeting", args=[meeting.pk])).content.decode()
    assert "&lt;script&gt;" in page
    SteeringMeeting.objects.update(starts_at=at - DAY)
    write = reverse("partnerships:minutes_write", args=[meeting.pk])
    stale = {"text": "We met.", "decisions": "Go on.", "revision": 7, "do": "circulate"}
    assert client.post(write, stale).status_code == 422
    assert client.post(write, stale | {"revision": 0}).status_code == 302
    page = client.get(reverse("partnerships:meeting", args=[meeting.pk])).content.decode()
    assert ("We met." in page, "Go on." in page) == (True, True)
    paper = client.get(reverse("partnerships:minutes_paper", args=[meeting.pk, 1]))
    assert paper.content.startswith(b"%PDF")


def test_a_meeting_is_moved_and_called_off_on_its_pages(client, team):
    at = timezone.now()
    meeting = steered.planned(team.programme, team.cora, at)
    client.force_login(team.cora)
    edit = reverse("partnerships:meeting_edit", args=[meeting.pk])
    form = {
        "starts_at": f"{at + 3 * DAY:%Y-%m-%dT%H:%M}",
        "minutes": 30,
        "place": "Hall",
        "guests": [str(team.pia.pk)],
    }
    assert client.post(edit, form | {"revision": 4}).status_code == 422
    assert client.post(edit, form | {"revision": 0}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.sequence) == (30, 2)
    client.post(reverse("partnerships:meeting_cancel", args=[meeting.pk]))
    assert "does not take place" in client.get(edit.removesuffix("edit/")).content.decode()


def test_what_is_to_be_done_is_noted_once_on_the_page(client, team):
    meeting = steered.held(team.programme, team.cora, timezone.now())
    client.force_login(team.cora)
    where = reverse("partnerships:action_new", args=[meeting.pk])
    form = {"text": "Ask", "owner": str(team.pia.pk), "due_on": "2030-01-01"}
    assert [client.post(where, form).status_code for _again in range(2)] == [302, 302]
    assert SteeringAction.objects.count() == 1


def test_a_meeting_is_read_in_the_same_queries_for_one_and_for_three(client, team, django_assert_num_queries):
    at = timezone.now()
    meeting = steered.held(team.programme, team.cora, at, [team.cora])
    client.force_login(team.cora)
    steered.agreed(meeting, team.cora, at)
    pages = {
        reverse("partnerships:meeting", args=[meeting.pk]): 10,
        reverse("partnerships:meetings", args=[team.programme.pk]): 6,
    }
    for _round in range(2):
        for page, count in pages.items():
            with django_assert_num_queries(count):
                client.get(page)
        for text in ("Two", "Three"):
            steered.agreed(meeting, team.pia, at, text=text)
        steered.planned(team.programme, team.cora, at - timedelta(days=20))


@pytest.mark.django_db(transaction=True)
def test_one_version_goes_round_however_many_click_at_once(at, at_once):
    team = Team()
    meeting = steered.written(steered.held(team.programme, team.cora, at), team.cora, at)
    say = partial(minutes.circulate, meeting, seen=meeting.revision, by=team.by, at=at)
    outcomes = at_once(*[say] * 3)
    assert sum(isinstance(one, SteeringMinutes) for one in outcomes) == 1
    assert Letter.objects.filter(kind="steering-minutes").count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_meeting_is_planned_however_many_click_at_once(at, at_once):
    team = Team()
    at_once(*[partial(steered.planned, team.programme, team.cora, at)] * 3)
    assert SteeringMeeting.objects.count() == 1


def test_what_is_open_passes_to_a_successor(team, at):
    meeting = steered.held(team.programme, team.cora, at, [team.cora])
    coming = steered.planned(team.programme, team.cora, at, [team.cora])
    steered.agreed(meeting, team.cora, at, text="Ask")
    member = TeamMember.objects.get(person=team.cora)
    told = [(one.words, one.passes) for one in handing_over_steering.belongings(member, at=at)]
    assert told == [
        ("1 thing agreed at steering meetings to do", True),
        ("2 steering meetings planned", True),
        ("invited to 1 steering meeting to come", False),
    ]
    handing_over_steering.pass_on(member, team.pia, by=team.by, at=at)
    assert SteeringAction.objects.get().owner == team.pia
    coming.refresh_from_db()
    assert (coming.planned_by, coming.guests.get().person) == (team.pia, team.cora)
