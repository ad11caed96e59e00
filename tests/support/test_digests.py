"""Everything somebody is reminded of comes in one mail a day, each thing once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.kernel.actors import NOBODY
from fairlead.mentorships import actions
from fairlead.mentorships import tasks as mentorships
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.notifications.models import Letter, LetterState
from fairlead.support import tasks
from fairlead.support.actions import choosing, digests
from fairlead.support.models import Nudge, Rhythm
from tests import factories
from tests.mentorships.meeting import past
from tests.support import scenes

pytestmark = pytest.mark.django_db
STARTING = MentorshipState.STARTING
GONE = [LetterState.WAITING, LetterState.SENT]


def mails(to):
    """Subjects of the mails to this person, in the order in which they went."""
    found = Letter.objects.filter(to_email=to.email, state__in=GONE).order_by("written_at", "pk")
    return list(found.values_list("subject", flat=True))


def later(at, **more):
    return at + timedelta(**more)


def test_pair_without_a_first_meeting_is_reminded_on_the_tenth_day_and_once(at):
    one = scenes.pair(at, ago=9, state=STARTING)
    assert tasks.sweep(at=at) == 0
    assert [tasks.sweep(at=later(at, days=days)) for days in (1, 2, 3, 10)] == [2, 0, 0, 0]
    assert mails(one.mentee.person) == [f"Fix your first meeting with {one.mentor.person.name}"]


@pytest.mark.parametrize("state", [MentorshipState.PAUSED, MentorshipState.ENDED_EARLY])
def test_pair_that_rests_or_has_ended_is_reminded_of_nothing(at, state):
    scenes.pair(at, ago=40, state=state, ended_on=at.date())
    assert tasks.sweep(at=at) == 0


def test_two_things_on_one_day_are_one_mail_with_one_link_each(at):
    one = scenes.pair(at, ago=40, met=[1])
    past(one, at, days=1)
    mentorships.sweep(at=at)
    assert tasks.sweep(at=at) == 2
    (mail,) = Letter.objects.filter(to_email=one.mentee.person.email, kind="reminders")
    name = one.mentor.person.name
    assert mail.subject.endswith("and 2 things more")
    assert mail.text.count("→") == 3
    assert f"* Did you meet {name}?\n" in mail.text
    assert f"<strong>Did you meet {name}?</strong>" in mail.html
    assert mail.html.count('class="button"') == 3
    held = Letter.objects.filter(kind="meeting-ask", to_email=one.mentee.person.email).get()
    assert (held.state, held.text) == (LetterState.GATHERED, "")


def test_one_reminder_alone_goes_as_it_is_written(at):
    one = scenes.pair(at, ago=5, met=[1])
    past(one, at, days=1)
    mentorships.sweep(at=at)
    assert tasks.sweep(at=at) == 2
    assert mails(one.mentee.person)[-1] == f"Did you meet {one.mentor.person.name}?"
    assert Letter.objects.filter(kind="reminders").count() == 0


def test_nobody_is_mailed_before_seven_or_twice_on_a_day(at):
    one = scenes.pair(at, ago=20, state=STARTING)
    night = at.replace(hour=4)
    assert [tasks.sweep(at=moment) for moment in (night, at)] == [0, 2]
    new = scenes.pair(at, ago=20, state=STARTING)
    new.mentee.person = one.mentee.person
    new.mentee.save()
    assert tasks.sweep(at=later(at, hours=1)) == 1  # the mentor alone
    assert tasks.sweep(at=later(at, days=1)) == 1


def test_question_whether_they_met_is_dropped_when_the_pair_has_ended(at):
    one = scenes.pair(at, ago=5, met=[2])
    past(one, at, days=1)
    mentorships.sweep(at=at)
    actions.end_early(scenes.loaded(one), reason=EndReason.TIME, by=NOBODY, at=at)
    assert tasks.sweep(at=at) == 0
    assert set(Letter.objects.filter(kind="meeting-ask").values_list("state", flat=True)) == {"dropped"}


def test_pair_that_ends_while_the_mail_is_made_is_left_out(at, monkeypatch):
    one = scenes.pair(at, ago=20, state=STARTING)
    readers = list(digests._readers(at))
    type(one).objects.update(state=MentorshipState.ENDED_EARLY)
    monkeypatch.setattr(digests, "_readers", lambda at: readers)
    assert (tasks.sweep(at=at), Nudge.objects.count()) == (0, 0)


def test_who_has_paused_hears_only_what_cannot_wait(at):
    one = scenes.pair(at, ago=20, state=STARTING)
    choosing.choose(Rhythm.PAUSED, by=factories.actor(one.mentee.person), at=at)
    assert tasks.sweep(at=at) == 1
    assert (mails(one.mentee.person), len(mails(one.mentor.person))) == ([], 1)
    assert tasks.sweep(at=later(at, days=80)) == 2
    assert mails(one.mentee.person) == [f"Are you and {one.mentor.person.name} still meeting?"]


def test_who_wants_a_weekly_mail_gets_the_next_a_week_later(at):
    one = scenes.pair(at, ago=20, state=STARTING)
    choosing.choose(Rhythm.WEEKLY, by=factories.actor(one.mentee.person), at=at)
    tasks.sweep(at=at)
    scenes.meeting(one, at, -1)
    type(one).objects.update(state=MentorshipState.ACTIVE)
    sent = [tasks.sweep(at=later(at, days=days)) for days in (2, 6, 7)]
    assert sent == [1, 0, 1]
    assert mails(one.mentee.person)[1].startswith("Begin your plan")


def test_two_workers_at_once_send_one_mail(at):
    scenes.pair(at, ago=20, state=STARTING)
    assert (tasks.sweep(at=at), tasks.sweep(at=at)) == (2, 0)


def test_person_chooses_how_often(client, at):
    someone = factories.person()
    client.force_login(someone)
    address = reverse("support:reminders")
    assert client.get(address).context["form"].initial == {"rhythm": Rhythm.DAILY}
    assert client.post(address, {"rhythm": "weekly"}).status_code == 302
    assert client.get(address).context["form"].initial == {"rhythm": Rhythm.WEEKLY}
    assert client.post(address, {"rhythm": "hourly"}).status_code == 422


def test_held_letters_are_not_on_the_mailbox_page(client, at, settings):
    settings.MAILBOX = True
    one = scenes.pair(at, ago=5, met=[2])
    past(one, at, days=1)
    mentorships.sweep(at=at)
    client.force_login(one.mentee.person)
    assert b"Did you meet" not in client.get(reverse("notifications:mailbox")).content
    tasks.sweep(at=at)
    assert b"Did you meet" in client.get(reverse("notifications:mailbox")).content
