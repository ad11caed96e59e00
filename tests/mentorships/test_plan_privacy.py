"""No stored column and nothing to do says a word of a plan, and the team reads its stage alone.

That no address tells a word of it to anybody but the two is asked in `tests/scope`, where it is told too.
"""

import pytest
from django.apps import apps
from django.urls import reverse

from fairlead.kernel.actors import Actor
from fairlead.mentorships.actions import reviews
from fairlead.mentorships.enums import Level, MentorshipState, Review
from fairlead.mentorships.models import Goal, Plan
from fairlead.mentorships.queries import plans as queries
from fairlead.portal.queries.home import home
from tests import factories
from tests.mentorships import planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(at):
    """A pair whose plan was reviewed, shared, and says a secret word everywhere."""
    pair = planned.pair()
    plan = planned.agreed(pair, at, planned.given("A", first_steps=[f"{planned.SECRET} go"]), share=True)
    one, mentee = Goal.objects.get(), planned.halves(pair)[0]
    reviews.choose_level(one, review=Review.MID, level=Level.MORE, seen=1, by=mentee, at=at)
    reviews.finish_review(plan, review=Review.MID, by=mentee, at=at)
    home_unit = factories.unit()
    factories.affiliation(pair.mentor.person, home_unit)
    return pair, factories.team_and_strangers(pair.round.programme, home_unit.institution)


def test_coordinator_sees_stage_and_shared_figures(client, stage):
    pair, persons = stage
    client.force_login(persons["coordinator"])
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert [text in page for text in ("Reviewed at mid-point", "T 60.0", "1 of 1 goals as expected")] == [
        True
    ] * 3
    Plan.objects.update(mentor_shares=False)
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert [text in page for text in ("Reviewed at mid-point", "T 60.0")] == [True, False]


def test_figures_are_not_shown_when_the_mentorship_has_ended_early(stage, at):
    pair, _persons = stage
    assert queries.standing(pair, today=at.date()).attained is not None
    pair.state = MentorshipState.ENDED_EARLY
    assert queries.standing(pair, today=at.date()).attained is None


def test_no_column_of_the_database_says_a_word_of_it(stage):
    leaks = [
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for row in model.objects.values()
        for name, value in row.items()
        if planned.SECRET
        in (bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value))
    ]
    assert leaks == []


def test_no_thing_to_do_says_a_word_of_it(stage, at):
    pair, persons = stage
    everybody = [pair.mentee.person, pair.mentor.person, *(one for one in persons.values() if one)]
    for one in everybody:
        assert planned.SECRET not in repr(home(Actor(one.pk, one.name, one.email), at=at))
