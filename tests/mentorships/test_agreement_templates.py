"""A programme's texts for agreements: its own, its parent's, or the product's."""

import pytest
from django.urls import reverse

from fairlead.mentorships import standards
from fairlead.mentorships.actions import agreement_templates as actions
from fairlead.mentorships.enums import Rhythm
from fairlead.mentorships.models import AgreementTemplate
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes import actions as programmes
from fairlead.programmes.actions.own_words import WordsChanged, WordsTakenOver
from fairlead.programmes.enums import Part, TeamRole
from tests import factories

pytestmark = pytest.mark.django_db


def texts(programme, **given):
    template = queries.template_of(programme)
    return {name: getattr(template, name) for name in actions.TEXTS} | given


def settle(programme, at, seen=0, **given):
    by = factories.actor(factories.member(programme))
    actions.settle_template(programme, texts(programme, **given), seen=seen, by=by, at=at)


@pytest.mark.parametrize(
    ("months", "meetings", "rhythm"),
    [
        (6, 6, Rhythm.MONTHLY),
        (6, 12, Rhythm.TWO_WEEKS),
        (6, 26, Rhythm.WEEKLY),
        (6, 9, Rhythm.THREE_WEEKS),
        (12, 6, Rhythm.TWO_MONTHS),
        (36, 1, Rhythm.TWO_MONTHS),
    ],
)
def test_suggested_rhythm_is_the_one_nearest_to_the_meetings_expected(months, meetings, rhythm):
    programme = factories.programme(length_months=months, meetings_expected=meetings)
    assert standards.rhythm(months=months, meetings=meetings) == rhythm
    assert queries.template_of(programme).rhythm == rhythm


def test_programme_that_has_written_none_has_the_products_texts():
    template = queries.template_of(factories.programme())
    assert (template.revision, template.boundaries) == (0, standards.standard().boundaries)
    assert AgreementTemplate.objects.count() == 0


def test_coordinator_changes_the_texts(at):
    programme = factories.programme()
    settle(programme, at, boundaries="No references.", reply_days=5)
    template = queries.template_of(programme)
    assert (template.revision, template.boundaries, template.reply_days) == (1, "No references.", 5)


def test_second_of_two_coordinators_does_not_overwrite_the_first(at):
    programme = factories.programme()
    settle(programme, at, boundaries="First.")
    with pytest.raises(WordsChanged):
        settle(programme, at, boundaries="Second.")
    settle(programme, at, seen=1, boundaries="Second.")
    assert queries.template_of(programme).boundaries == "Second."


@pytest.fixture
def family(at):
    """A programme with texts of its own, a sub-programme that takes them over, and its coordinator."""
    whole, part = factories.programme(), factories.programme()
    settle(whole, at, boundaries="The whole’s.")
    by = factories.actor(factories.member(part))
    programmes.place(part, whole, taking_over=True, by=by, at=at)
    part.refresh_from_db()
    return whole, part, by


def test_sub_programme_takes_the_texts_over(family, at):
    whole, part, by = family
    assert queries.template_of(part).boundaries == "The whole’s."
    with pytest.raises(WordsTakenOver):
        actions.settle_template(part, texts(part), seen=1, by=by, at=at)


def test_sub_programme_settles_its_own_texts_beginning_with_its_parents(family, at):
    whole, part, by = family
    programmes.settle_part(part, Part.AGREEMENT, by=by, at=at)
    settle(whole, at, seen=1, boundaries="Newer.")
    assert queries.template_of(part).boundaries == "The whole’s."
    programmes.take_part_over(part, Part.AGREEMENT, by=by, at=at)
    assert queries.template_of(part).boundaries == "Newer."
    programmes.settle_part(part, Part.AGREEMENT, by=by, at=at)
    assert queries.template_of(part).boundaries == "Newer."


def test_texts_settled_once_give_way_to_the_products_where_the_parent_has_none(at):
    whole, part = factories.programme(), factories.programme()
    by = factories.actor(factories.member(part))
    settle(part, at, boundaries="Old.")
    programmes.place(part, whole, taking_over=True, by=by, at=at)
    part.refresh_from_db()
    programmes.settle_part(part, Part.AGREEMENT, by=by, at=at)
    assert queries.template_of(part).revision == 0


def test_copy_of_a_programme_brings_its_texts(at):
    programme = factories.programme()
    settle(programme, at, boundaries="Ours.")
    by = factories.actor(factories.member(programme))
    copy = programmes.copy_programme(programme, name="Again", starts_on=None, with_team=False, by=by, at=at)
    assert queries.template_of(copy).boundaries == "Ours."
    actions.copy_template(copy, copy, by=by, at=at)
    assert queries.template_of(copy).boundaries == "Ours."


def address(programme):
    return reverse("mentorships:agreement_template", args=[programme.pk])


def test_page_says_whose_texts_they_are_and_keeps_what_is_changed(client):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    assert "These are Fairlead’s own texts." in client.get(address(programme)).content.decode()
    answer = client.post(
        address(programme), {**texts(programme, boundaries="No references."), "revision": 0}, follow=True
    )
    page = answer.content.decode()
    assert "Saved. Agreements that are begun or changed from now on get these texts." in page
    assert "These are Fairlead’s own texts." not in page
    assert queries.template_of(programme).boundaries == "No references."


def test_page_shows_what_the_other_coordinator_has_written_and_keeps_both(client, at):
    programme = factories.programme()
    settle(programme, at, boundaries="Theirs.")
    client.force_login(factories.member(programme))
    posted = {**texts(programme, boundaries="Mine."), "revision": 0}
    answer = client.post(address(programme), posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else has changed this meanwhile." in page
    assert ("Theirs." in page, "Mine." in page, 'name="revision" value="1"' in page) == (True, True, True)
    assert client.post(address(programme), {**posted, "revision": 1}).status_code == 302
    assert queries.template_of(programme).boundaries == "Mine."


@pytest.mark.parametrize(
    "given", [{"boundaries": ""}, {"reply_days": 0}, {"agenda_days": 31}, {"rhythm": "x"}]
)
def test_page_refuses_what_no_agreement_can_hold(client, given):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    answer = client.post(address(programme), {**texts(programme, **given), "revision": 0})
    assert (answer.status_code, AgreementTemplate.objects.count()) == (422, 0)


def test_page_of_a_sub_programme_reads_settles_and_takes_over_again(client, family):
    _whole, part, by = family
    client.force_login(factories.member(part))
    page = client.get(address(part)).content.decode()
    assert "Settle the texts here" in page
    assert "<textarea" not in page
    client.post(address(part), {"do": "own"})
    page = client.get(address(part)).content.decode()
    assert "Take the texts over from the programme above" in page
    assert ">The whole’s.</textarea>" in page.replace("\n", "")
    client.post(address(part), {"do": "inherit"})
    assert "Settle the texts here" in client.get(address(part)).content.decode()


def test_team_reads_the_texts_and_cannot_change_them(client):
    programme = factories.programme()
    client.force_login(factories.member(programme, TeamRole.HR_LEAD))
    page = client.get(address(programme)).content.decode()
    assert "You see the texts; the coordinators change them." in page
    assert "<textarea" not in page


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_write_once(at, at_once):
    programme = factories.programme()
    by = factories.actor(factories.member(programme))
    outcomes = at_once(
        *[
            lambda word=word: actions.settle_template(
                programme, texts(programme, boundaries=word), seen=0, by=by, at=at
            )
            for word in ("One.", "Two.")
        ]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "WordsChanged"]
    assert queries.template_of(programme).revision == 1
