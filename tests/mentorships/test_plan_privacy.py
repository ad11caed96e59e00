"""No page of anybody but the two, no letter, no record and no stored column says a word of a plan."""

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fairlead.kernel.actors import Actor
from fairlead.mentorships.actions import reviews
from fairlead.mentorships.enums import Level, MentorshipState, Review
from fairlead.mentorships.models import Goal, Plan
from fairlead.mentorships.queries import plans as queries
from fairlead.portal.queries.home import home
from tests import factories
from tests.mentorships import planned

pytestmark = pytest.mark.django_db
OTHERS = ("coordinator", "other_coordinator", "partner_coordinator", "hr_lead", "it_admin")


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


def one_id_addresses(resolver=None, prefix=""):
    """Every address that takes nothing, or one id called pk."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from one_id_addresses(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and set(entry.pattern.converters) <= {"pk"}:
            yield f"{prefix}{entry.name}", bool(entry.pattern.converters)


def pages(client, pair):
    """What every such address answers about the pair, its round, its programme, its plan and its people."""
    things = (pair, pair.round, pair.round.programme, Plan.objects.get(), Goal.objects.get())
    ids = [thing.pk for thing in (*things, pair.mentee, pair.mentor, pair.mentee.person)]
    for name, takes_id in sorted(one_id_addresses()):
        if "sign_out" in name:
            continue
        for args in [[pk] for pk in ids] if takes_id else [[]]:
            answer = client.get(reverse(name, args=args))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield name, answer.status_code, body.decode(errors="replace")


@pytest.mark.crawl
@pytest.mark.parametrize("role", OTHERS)
def test_no_page_of_the_team_or_an_administrator_says_a_word_of_it(client, stage, role):
    pair, persons = stage
    client.force_login(persons[role])
    answers = list(pages(client, pair))
    assert [name for name, _status, body in answers if planned.SECRET in body] == []
    seen = {name for name, status, _body in answers if status == 200}
    sees_pair = role in {"coordinator", "partner_coordinator", "hr_lead"}
    assert ("mentorships:detail" in seen, "mentorships:list" in seen) == (sees_pair, sees_pair)


@pytest.mark.crawl
def test_the_two_do_find_their_words_the_same_way(client, stage):
    pair, _persons = stage
    client.force_login(pair.mentee.person)
    found = {name for name, _status, body in pages(client, pair) if planned.SECRET in body}
    assert found == {"mentorships:plan"}


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
