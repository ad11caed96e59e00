"""Two people close their notebook: look back, thanks that are theirs, words that may be kept or not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.mentorships.actions import closing as actions
from fairlead.mentorships.enums import MentorshipState, Naming
from fairlead.mentorships.models import Comment, Thanks
from fairlead.mentorships.queries import closing as queries
from fairlead.mentorships.queries.comments import consented_comments
from fairlead.notifications.models import Letter
from tests import factories
from tests.mentorships.meeting import letters, mentee_of, mentor_of, pair

pytestmark = pytest.mark.django_db
SECRET = "Muschelkalk"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def over(**fields):
    return pair(MentorshipState.COMPLETED, ended_on=date(2026, 10, 1), ends_on=date(2026, 10, 1), **fields)


def test_thanks_are_sealed_for_the_two_and_told_once_without_a_word(at):
    one = over()
    actions.thank(one, f"{SECRET} for the walk", by=mentee_of(one), at=at)
    actions.thank(one, f"{SECRET} for both walks", by=mentee_of(one), at=at)
    assert queries.closing(mentor_of(one), one).theirs == f"{SECRET} for both walks"
    assert queries.closing(mentee_of(one), one).mine == f"{SECRET} for both walks"
    assert letters() == [("pair-thanked", "Moana Mentor")]
    assert SECRET not in Letter.objects.get().text
    actions.thank(one, "", by=mentee_of(one), at=at)
    assert not Thanks.objects.exists()


def test_closing_opens_two_weeks_before_the_last_day(at):
    far, near = pair(ends_on=date(2026, 10, 20)), pair(ends_on=date(2026, 10, 19))
    with pytest.raises(actions.NotNow):
        actions.thank(far, "Early", by=mentee_of(far), at=at)
    actions.thank(near, "In time", by=mentee_of(near), at=at)


def test_words_are_kept_as_their_author_agrees_and_only_so(at):
    one = over()
    actions.leave_comment(one, "I would do it again.", naming=Naming.NAMED, by=mentee_of(one), at=at)
    actions.leave_comment(one, "I learned as much.", naming=Naming.UNNAMED, by=mentor_of(one), at=at)
    found = [(said.words, said.name, said.side) for said in consented_comments(one.round.programme, YEAR)]
    assert found == [
        ("I would do it again.", "Ming Mentee", "mentee"),
        ("I learned as much.", "", "mentor"),
    ]
    assert consented_comments(one.round.programme, (date(2025, 1, 1), date(2025, 12, 31))) == []
    assert consented_comments(factories.programme(), YEAR) == []


def test_words_that_are_taken_back_are_gone_and_can_be_left_anew(at):
    one = over()
    actions.leave_comment(one, SECRET, naming=Naming.NAMED, by=mentee_of(one), at=at)
    assert actions.withdraw_comment(one, by=mentee_of(one), at=at)
    assert not actions.withdraw_comment(one, by=mentee_of(one), at=at)
    kept = Comment.objects.get()
    assert (kept.words, kept.withdrawn_at, kept.consent) == ("", at, 1)
    assert consented_comments(one.round.programme, YEAR) == []
    actions.leave_comment(one, "After all", naming=Naming.UNNAMED, by=mentee_of(one), at=at)
    assert [said.words for said in consented_comments(one.round.programme, YEAR)] == ["After all"]


def test_page_keeps_what_was_typed_when_something_is_missing(client, at):
    one = over()
    client.force_login(one.mentee.person)
    address = reverse("mentorships:comment", args=[one.pk])
    page = client.post(address, {"comment": "Typed with care"})
    assert (page.status_code, "Typed with care" in page.content.decode()) == (422, True)
    assert "Say whether the team may keep your words." in page.content.decode()
    empty = client.post(address, {"comment": "", "naming": "named"})
    assert "Write a few words, or choose “Not at all”." in empty.content.decode()
    long = client.post(reverse("mentorships:thank", args=[one.pk]), {"words": "x" * 4001})
    assert long.status_code == 422


def test_two_close_on_the_page_and_the_team_reads_what_it_may(client, at):
    one = over()
    client.force_login(one.mentee.person)
    client.post(reverse("mentorships:thank", args=[one.pk]), {"words": SECRET})
    client.post(
        reverse("mentorships:comment", args=[one.pk]), {"comment": "Worth every hour.", "naming": "unnamed"}
    )
    client.force_login(one.mentor.person)
    assert SECRET in client.get(reverse("mentorships:closing", args=[one.pk])).content.decode()
    client.force_login(factories.member(one.round.programme))
    page = client.get(reverse("mentorships:comments", args=[one.round.programme_id])).content.decode()
    assert "Worth every hour." in page
    assert "A mentee" in page
    assert "Ming Mentee" not in page
    pair_page = client.get(reverse("mentorships:detail", args=[one.pk])).content.decode()
    assert SECRET not in page + pair_page
    client.force_login(one.mentee.person)
    client.post(reverse("mentorships:comment", args=[one.pk]), {"comment": "Worth", "naming": "nothing"})
    assert consented_comments(one.round.programme, YEAR) == []


def test_page_sends_back_who_comes_too_early(client):
    one = pair(ends_on=date(2099, 1, 1))
    client.force_login(one.mentee.person)
    page = client.get(reverse("mentorships:closing", args=[one.pk]), follow=True)
    assert "its closing opens two weeks before the last day" in page.content.decode()


def test_closing_stands_among_what_waits_until_one_has_said_thank_you(at):
    one = over()
    (todo,) = queries.todos(mentee_of(one), at=at)
    assert todo.title == "Close your mentoring with Moana Mentor well"
    actions.thank(one, "Thank you", by=mentee_of(one), at=at)
    assert queries.todos(mentee_of(one), at=at) == []
    assert queries.todos(mentor_of(one), at=at + timedelta(days=40)) == []


def test_todos_ask_as_often_for_three_pairs_as_for_one(at, django_assert_num_queries):
    first = over()
    with django_assert_num_queries(3):
        queries.todos(mentee_of(first), at=at)
    for _number in range(2):
        mentor = factories.participation(first.round, "mentor")
        factories.mentorship(first.round, mentor, first.mentee, state="completed", ended_on=date(2026, 10, 1))
    with django_assert_num_queries(3):
        assert len(queries.todos(mentee_of(first), at=at)) == 3


def test_thanks_without_a_word_are_not_called_kept(client, at):
    one = over()
    client.force_login(one.mentee.person)
    where = reverse("mentorships:thank", args=[one.pk])
    empty = client.post(where, {"words": " "})
    assert (empty.status_code, "Write a sentence first." in empty.content.decode()) == (422, True)
    client.post(where, {"words": "For the long answers."}, follow=True)
    gone = client.post(where, {"words": ""}, follow=True).content.decode()
    assert ("Your thanks are taken away." in gone, "The other reads it" in gone) == (True, False)
