"""Change from start to end: who is paired, what is told, and what is not."""

import pytest
from django.urls import reverse

from fairlead.surveys import queries
from fairlead.surveys.actions import comparing
from fairlead.surveys.models import Comparison
from fairlead.surveys.queries.reading import group_headings, read_group
from fairlead.surveys.statistics import paired_change
from fairlead.surveys.views.telling import change_row, change_sentence
from tests import factories
from tests.surveys import asking

pytestmark = pytest.mark.django_db
BEFORE = [2, 3, 2, 4, 3, 2]
AFTER = [4, 4, 3, 5, 3, 4]


@pytest.fixture
def round(at):
    return asking.round_with_pairs(6)


def waves(round, at, first=BEFORE, later=AFTER, **fields):
    """A start and an end at which the mentees answer, both closed."""
    made = []
    for instrument, values in (("baseline", first), ("end", later)):
        wave = asking.wave(round, instrument, at=at, **fields)
        asking.answered(wave, [{"sure-rules": value} for value in values], at=at, side="mentee")
        made.append(asking.closed(wave, at=at))
    return made


def change_of(panel, key="sure-rules"):
    (found,) = [one for one in panel.changes if one.asked.key == key]
    return found


def test_each_is_compared_with_themselves(round, at):
    waves(round, at)
    panel = queries.panel(round, "en")
    assert panel.both == 6
    assert change_of(panel).change == paired_change(list(zip(BEFORE, AFTER, strict=True)))
    assert change_of(panel, "sure-whom").change is None


def test_who_answered_once_is_left_out(round, at):
    waves(round, at, later=AFTER[:5])
    assert queries.panel(round, "en").both == 5


def test_fewer_than_five_are_not_told(round, at):
    waves(round, at, first=[3] * 6, later=[4] * 5)
    round_of_few = asking.round_with_pairs(6)
    waves(round_of_few, at, first=[2, 3, 4, 3, 2], later=[3] * 6)
    assert change_of(queries.panel(round_of_few, "en")).change.n == 5
    none = asking.round_with_pairs(6)
    baseline = asking.wave(none, "baseline", at=at)
    asking.answered(baseline, [{"sure-rules": 3}] * 6, at=at, side="mentee")
    end = asking.wave(none, "end", at=at)
    asking.answered(end, [{"sure-rules": 4}] * 4 + [{"sure-whom": 4}] * 2, at=at, side="mentee")
    for one in (baseline, end):
        asking.closed(one, at=at)
    assert change_of(queries.panel(none, "en")).change is None


def test_open_waves_and_anonymous_ones_are_not_compared(round, at):
    asking.wave(round, "baseline", at=at)
    assert queries.panel(round, "en").first is None
    other = asking.round_with_pairs(6)
    waves(other, at, privacy="anonymous")
    assert queries.panel(other, "en").later is None


def test_sides_are_offered_only_where_each_has_five(round, at):
    made = []
    for instrument, value in (("baseline", 2), ("end", 3)):
        wave = asking.wave(round, instrument, at=at)
        asking.answered(wave, [{"sure-rules": value}] * 12, at=at)
        made.append(asking.closed(wave, at=at))
    panel = queries.panel(round, "en", side="mentor")
    assert (panel.sides, panel.side, panel.both) == (("mentee", "mentor"), "mentor", 6)
    few = asking.round_with_pairs(6)
    waves(few, at)
    assert queries.panel(few, "en", side="mentee").side == ""


def test_questions_are_compared_only_where_they_were_asked_alike(round, at):
    first, later = waves(round, at)
    section = later.version.sections.first()
    question = later.version.sections.get(position=1).questions.get(key="sure-rules")
    question.limits = {"least": 0, "most": 10}
    question.save()
    keys = [one.asked.key for one in queries.panel(round, "en").changes]
    assert "sure-rules" not in keys
    assert "sure-whom" in keys
    assert section is not None


def sentence(pairs):
    return change_sentence(paired_change(pairs))


def test_sentence_claims_a_direction_only_beyond_chance():
    rose = sentence([(2, 4), (2, 3), (3, 4)] * 6)
    assert rose == "18 people answered higher at the end, by 1.33 points on average."
    fell = sentence([(4, 2), (3, 2), (4, 3)] * 6)
    assert fell == "18 people answered lower at the end, by 1.33 points on average."
    unsure = sentence([(2, 4), (4, 2), (3, 4)] * 6)
    assert unsure.endswith("that may well be chance.")
    assert sentence([(2, 4), (2, 3), (3, 4)] * 3).endswith("They are few; read it as a hint.")


TABLE = "person;sure-rules before;sure-rules after\nA17;3;3\nB2;2;3\nC9;4;4\nD1;3;2\nE5;2;2\nF;;4\n"


@pytest.fixture
def asked(round, at):
    waves(round, at)
    return [one.asked for one in queries.panel(round, "en").changes]


def test_table_of_people_outside_is_read_without_names_and_out_of_order(asked):
    found = read_group(TABLE, asked)
    assert found.changes == {"sure-rules": [[2, 2], [2, 3], [3, 2], [3, 3], [4, 4]]}
    assert (found.people, found.problems, found.unknown) == (5, [], ["person"])


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("name\nx\n", "No question has both its columns"),
        (TABLE.replace("B2;2;3", "B2;2;9"), "9 is outside the scale"),
        (TABLE.replace("B2;2;3", "B2;two;3"), "“two” is no number."),
        (TABLE.replace("B2;2;3\n", ""), "Only 4 people answered both times"),
        ("", "No question has both its columns"),
    ],
)
def test_problems_of_a_table_are_told_by_line(asked, table, told):
    problems = [problem.text for problem in read_group(table, asked).problems]
    assert any(one.startswith(told) for one in problems)


def test_difference_to_people_outside_is_told_with_its_interval(round, at, asked):
    by = factories.actor(factories.member(round.programme))
    comparing.bring(round, read_group(TABLE, asked), name="Others", source="HR", by=by, at=at)
    found = change_of(queries.panel(round, "en")).contrast
    assert (found.n, found.others, found.others_mean) == (6, 5, 0)
    assert found.low < found.difference < found.high
    assert "outside" in change_row(change_of(queries.panel(round, "en")))["contrast_sentence"]


def test_comparison_group_is_looked_at_before_it_is_kept_and_can_be_taken_out(client, round, at, asked):
    client.force_login(factories.member(round.programme))
    address = reverse("surveys:comparison", args=[round.pk])
    given = {"name": "Others", "source": "HR", "table": TABLE}
    page = client.post(address, given).content.decode()
    assert "5 people answered both times" in page
    assert Comparison.objects.count() == 0
    assert client.post(address, {**given, "do": "keep"}).status_code == 302
    assert Comparison.objects.get().people == 5
    page = client.get(reverse("surveys:change", args=[round.pk])).content.decode()
    assert "They were not drawn by lot" in page
    assert client.post(address, {"do": "remove"}).status_code == 302
    again = client.post(address, {"do": "remove"}, follow=True).content.decode()
    assert "There is no comparison group any more." in again


def test_comparison_with_a_problem_is_not_kept(client, round, at, asked):
    client.force_login(factories.member(round.programme))
    address = reverse("surveys:comparison", args=[round.pk])
    bad = {"name": "Others", "source": "HR", "table": TABLE.replace(";9;", ";x;").replace("2;3", "2;99")}
    page = client.post(address, {**bad, "do": "keep"}).content.decode()
    assert "To mend first" in page
    assert Comparison.objects.count() == 0
    empty = client.post(address, {"name": "", "source": "", "table": ""})
    assert (empty.status_code, "Paste the table, or choose a file." in empty.content.decode()) == (422, True)


def test_columns_are_given_as_an_empty_table(client, round, at, asked):
    client.force_login(factories.member(round.programme))
    told = client.get(reverse("surveys:columns", args=[round.pk])).content.decode("utf-8-sig")
    assert told.strip().split(",") == group_headings(asked)
