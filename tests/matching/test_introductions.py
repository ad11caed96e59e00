"""On their first day the two of a pair are introduced, once, and read of each other what was to be shared."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.applications.enums import MeetingMode
from fairlead.applications.models import Application, ApplicationArea
from fairlead.kernel.tokens import derived
from fairlead.matching import tasks
from fairlead.matching.actions import answering, introducing, offering
from fairlead.matching.models import Answer
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area
from fairlead.questions.enums import Reader
from tests import factories
from tests.applications.forms import publish, q
from tests.applications.pages import text
from tests.matching.pools import pool
from tests.mentorships import agreeing

pytestmark = pytest.mark.django_db
SECRET = "Between the coordinators and me"


@pytest.fixture
def people():
    made = pool()
    made.mentor("Ana", job_title="Head of arrivals")
    made.mentee("Chen", areas=("Dual career", "Taxation"), hopes=SECRET)
    return made


@pytest.fixture
def pair(people):
    return factories.mentorship(people.round, people.people["Ana"], people.people["Chen"])


def page(client, pair, half):
    client.force_login(half.person)
    return text(client.get(reverse("matching:introduction", args=[pair.pk])))


def first_days():
    return sorted(Letter.objects.filter(kind="first-day").values_list("to_name", flat=True))


def agree(people, at):
    run = people.run(at)
    offering.send_offers(run, proposals=list(run.proposals.all()), by=people.by, at=at)
    for answer in Answer.objects.order_by("side"):
        answering.give(derived("offer", answer.pk), yes=True, private_reason="", at=at)
    return Mentorship.objects.get()


def test_both_are_introduced_on_their_first_day_and_not_before(pair, at):
    day = pair.starts_on - at.date()
    assert tasks.sweep(at=at + day - timedelta(days=1)) == 0
    assert first_days() == []
    tasks.sweep(at=at + day)
    assert first_days() == ["Ana", "Chen"]


def test_nobody_is_introduced_twice(pair, at):
    day = at + (pair.starts_on - at.date())
    stale = Mentorship.objects.select_related("round__programme", "mentor__person", "mentee__person").get()
    assert introducing.introduce(stale, at=day) is True
    assert introducing.introduce(stale, at=day) is False
    tasks.sweep(at=day + timedelta(days=1))
    assert first_days() == ["Ana", "Chen"]


def test_a_pair_that_ended_before_its_first_day_is_not_introduced(pair, at):
    Mentorship.objects.update(state=MentorshipState.ENDED_EARLY, ended_on=at.date())
    tasks.sweep(at=at + (pair.starts_on - at.date()))
    assert first_days() == []


def test_who_agrees_before_the_first_day_is_told_when_it_begins(people, at):
    made = agree(people, at)
    assert (made.introduced_at, first_days()) == (None, [])
    letter = Letter.objects.get(kind="agreed", to_name="Ana")
    assert "from 15 November 2026 on, Chen is your mentee" in letter.text


def test_who_agrees_after_the_round_began_gets_one_letter_that_introduces(people, at):
    later = at + timedelta(days=60)
    made = agree(people, later)
    assert made.introduced_at == later
    assert first_days() == ["Ana", "Chen"]
    assert not Letter.objects.filter(kind="agreed").exists()


def test_letter_tells_nothing_of_the_answers(pair, at):
    introducing.introduce(pair, at=at)
    told = "".join(letter.text + letter.html for letter in Letter.objects.all())
    assert [word for word in (SECRET, "Taxation", "Head of arrivals") if word in told] == []


def test_each_reads_of_the_other_what_the_form_said_is_shared(client, people, pair):
    version = publish(
        people.round.programme, q("open", reader=Reader.MATCH), q("closed", reader=Reader.PARTNER)
    )
    Application.objects.filter(side=Side.MENTEE).update(
        form_version=version, own_answers={"open": "Cases of couples", "closed": "For the office"}
    )
    shown = page(client, pair, pair.mentor)
    assert "Cases of couples" in shown
    assert "Taxation" in shown
    assert [word for word in (SECRET, "For the office") if word in shown] == []


def test_each_reads_what_the_other_reads_about_them(client, pair):
    assert "What Ana reads about you" in page(client, pair, pair.mentee)
    assert "Head of arrivals" in page(client, pair, pair.mentee)
    assert "Head of arrivals" in page(client, pair, pair.mentor)


def test_page_stays_readable_where_an_application_is_gone(client, people, pair):
    Application.objects.all().delete()
    shown = page(client, pair, pair.mentor)
    assert "Your mentee" in shown
    assert "Taxation" not in shown


def test_page_asks_the_database_as_often_for_one_area_as_for_many(client, people, pair):
    client.force_login(pair.mentor.person)
    counted = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("matching:introduction", args=[pair.pk]))
        counted.append(len(queries))
        for name in ("Housing", "Pensions", "Permits"):
            area, _new = Area.objects.get_or_create(programme=people.round.programme, name=name)
            wants = Application.objects.get(side=Side.MENTEE)
            ApplicationArea.objects.get_or_create(application=wants, area=area)
    assert counted[0] == counted[1]


def test_introduction_leads_both_to_the_draft_of_their_agreement(client, pair):
    for half in (pair.mentor, pair.mentee):
        client.force_login(half.person)
        shown = client.get(reverse("matching:introduction", args=[pair.pk])).content.decode()
        assert f'href="{reverse("mentorships:agreement", args=[pair.pk])}"' in shown


def test_introduction_says_how_far_the_agreement_is(client, pair, at):
    steps = (
        (lambda: None, "Look at the draft"),
        (lambda: agreeing.write(pair, agreeing.mentee(pair), at), "You have begun to write it."),
        (lambda: agreeing.sign(pair, agreeing.mentee(pair), at), "One of you has signed it"),
        (lambda: agreeing.sign(pair, agreeing.mentor(pair), at), "You have both signed it"),
    )
    client.force_login(pair.mentee.person)
    said = [words for _step, words in steps]
    for step, words in steps:
        step()
        shown = text(client.get(reverse("matching:introduction", args=[pair.pk])))
        assert [one for one in said if one in shown] == [words]


def test_who_likes_both_ways_to_meet_is_shown_with_both(client, pair):
    Application.objects.update(meeting_mode=MeetingMode.EITHER)
    client.force_login(pair.mentee.person)
    shown = text(client.get(reverse("matching:introduction", args=[pair.pk])))
    assert "<dt>Likes to meet</dt><dd>In person or online" in shown


def test_pair_that_is_over_is_told_nothing_of_its_first_meeting(client, pair):
    client.force_login(pair.mentee.person)
    address = reverse("matching:introduction", args=[pair.pk])
    before = "Your first meeting" in text(client.get(address))
    Mentorship.objects.update(state=MentorshipState.ENDED_EARLY, ended_on=pair.starts_on)
    assert (before, "Your first meeting" in text(client.get(address))) == (True, False)
