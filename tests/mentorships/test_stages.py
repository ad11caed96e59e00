"""How far a pair has come, as its page and the list of pairs show it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.mentorships.actions import notes
from fairlead.mentorships.actions.meetings import PairOver
from fairlead.mentorships.enums import NoteKind
from fairlead.mentorships.models import Mentorship, Plan
from fairlead.mentorships.queries import agreements, meetings
from fairlead.mentorships.queries.stages import plans_of, stages
from tests import factories
from tests.mentorships import agreeing, planned
from tests.mentorships.meeting import fresh, mentee_of, pair
from tests.mentorships.meeting import planned as meeting_planned

pytestmark = pytest.mark.django_db


def line(of, at):
    found = stages(
        of,
        agreement=agreements.standing(of),
        plan=plans_of([of.pk]).get(of.pk),
        tally=meetings.tally(of, at=at),
    )
    return [one.state for one in found]


def test_pair_moves_along_its_line(at):
    one = pair("starting")
    assert line(one, at) == ["now", *["later"] * 5]
    Mentorship.objects.update(introduced_at=at)
    assert line(fresh(one), at) == ["done", "now", *["later"] * 4]
    Mentorship.objects.update(state="active")
    agreeing.agree(fresh(one), at)
    assert line(fresh(one), at) == ["done", "done", "done", "now", "later", "later"]
    planned.agreed(fresh(one), at)
    assert line(fresh(one), at) == ["done", "done", "done", "done", "now", "later"]
    Plan.objects.update(mid_reviewed_at=at, state="midway")
    assert line(fresh(one), at) == [*["done"] * 5, "now"]
    Mentorship.objects.update(state="completed", ended_on=at.date())
    assert line(fresh(one), at) == ["done"] * 6


def test_what_was_not_reached_before_an_early_end_is_skipped(at):
    one = pair("ended_early", ended_on=at.date(), introduced_at=at)
    assert line(one, at) == ["done", *["skipped"] * 4, "done"]


def test_pages_show_the_stage_to_both_and_to_the_team(client, at):
    one = pair(paused_on=at.date(), paused_until=date(2027, 1, 7), state="paused")
    planned.agreed(one, at)
    for who in (one.mentee.person, factories.member(one.round.programme)):
        client.force_login(who)
        page = client.get(reverse("mentorships:detail", args=[one.pk])).content.decode()
        assert "How far this pair has come" in page
        assert "paused until 7 Jan 2027" in page
    listed = client.get(reverse("mentorships:list", args=[one.round_id])).content.decode()
    assert "Agreed" in listed


def test_note_is_refused_in_its_own_words_once_the_pair_is_over(at):
    one = pair()
    meeting = meeting_planned(one, at)
    Mentorship.objects.update(state="ended_early", ended_on=at.date())
    with pytest.raises(PairOver, match="Its notes can be read, not changed any more"):
        notes.write(meeting, NoteKind.AGENDA, "Late", seen="", by=mentee_of(one), at=at)


def test_line_dates_the_agreement_by_its_first_version(at):
    one = pair()
    agreeing.agree(one, at)
    later = at + timedelta(days=40)
    agreeing.write(one, agreeing.mentor(one), later, place="Elsewhere")
    agreeing.sign(one, agreeing.mentee(one), later)
    agreeing.sign(one, agreeing.mentor(one), later)
    standing = agreements.standing(one)
    assert (standing.stage, standing.since, standing.first) == ("in_force", later, at)
    found = stages(one, agreement=standing, plan=None, tally=meetings.tally(one, at=later))
    assert [stage.when for stage in found if stage.label == "Agreement"] == ["5 Oct 2026"]
