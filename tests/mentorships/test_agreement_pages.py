"""The pages of an agreement: read, write, sign, look back; and where they lead from."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.kernel.todos import Urgency
from fairlead.mentorships.clauses import marks
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Agreement, Mentorship, Signature
from fairlead.mentorships.queries import agreements as queries
from fairlead.mentorships.queries.agreement_todos import todos
from fairlead.programmes.enums import Format
from fairlead.sealed import actions as sealed
from tests import factories
from tests.mentorships.agreeing import agree, mentee, mentor, pair, shown_to, sign, write

pytestmark = pytest.mark.django_db


def address(of, name="agreement", *more):
    return reverse(f"mentorships:{name}", args=[of.pk, *more])


def seen(client, of, name="agreement", *more):
    """The main part of a page."""
    answer = client.get(address(of, name, *more))
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def plain(page):
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def typed(of, by, **given):
    """What the form posts when some fields were changed."""
    shown = shown_to(of, by)
    values = {name: str(value) for name, value in vars(shown).items()}
    return {**values, "as_shown": json.dumps(marks(shown)), **given}


def test_pair_without_an_agreement_reads_the_draft_and_is_led_to_write(client):
    one = pair()
    client.force_login(one.mentee.person)
    page = seen(client, one)
    assert "Draft of your programme" in page
    assert "What we tell each other stays between us" in page
    assert address(one, "agreement_write") in page
    assert "I agree and sign" not in page


def test_form_begins_with_what_the_programme_suggests(client):
    one = pair()
    client.force_login(one.mentor.person)
    page = seen(client, one, "agreement_write")
    assert '<option value="monthly" selected>' in page
    assert 'value="At our two offices in turn, or by video"' in page
    assert 'value="2027-02-13"' in page
    assert "Only Ana Alves and Bo Berg can read this." in page


def test_written_signed_and_in_force_by_the_pages_alone(client):
    one = pair()
    client.force_login(one.mentee.person)
    answer = client.post(
        address(one, "agreement_write"), typed(one, mentee(one), place="The library"), follow=True
    )
    assert "Saved. Read it once more, then sign." in answer.content.decode()
    for half, words in (
        (one.mentee, "Signed. Bo Berg has a letter and signs next."),
        (one.mentor, "Both of you have signed. The agreement is in force."),
    ):
        client.force_login(half.person)
        page = seen(client, one)
        assert "Where: The library" in page
        fields = dict(re.findall(r'name="(version|revision)" value="([0-9a-f-]+)"', page))
        answer = client.post(address(one, "agreement_sign"), fields, follow=True)
        assert words in answer.content.decode()
    page = seen(client, one)
    assert "in force since" in page
    assert page.count("signed on") == 2
    assert "I agree and sign" not in page


def test_words_changed_in_another_tab_are_not_signed(client, at):
    one = pair()
    write(one, mentee(one), at)
    write(one, mentor(one), at, place="Elsewhere")
    client.force_login(one.mentee.person)
    read = {"version": str(queries.shelf(one).writing.pk), "revision": "1"}
    answer = client.post(address(one, "agreement_sign"), read, follow=True)
    assert "The words have changed since you opened the page." in answer.content.decode()
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    "posted", [{}, {"version": "x", "revision": "²"}, {"version": "9" * 30, "revision": "1"}]
)
def test_numbers_that_make_no_sense_sign_nothing(client, at, posted):
    one = pair()
    write(one, mentee(one), at)
    client.force_login(one.mentee.person)
    assert client.post(address(one, "agreement_sign"), posted).status_code == 302
    assert Signature.objects.count() == 0


def test_marks_that_nest_without_end_are_read_as_none(client, at):
    one = pair()
    client.force_login(one.mentee.person)
    posted = typed(one, mentee(one), place="The library") | {"as_shown": "[" * 100_000}
    assert client.post(address(one, "agreement_write"), posted).status_code < 500


def test_whoever_changes_signed_words_is_told_before_and_after(client, at):
    one = pair()
    write(one, mentee(one), at)
    sign(one, mentee(one), at)
    client.force_login(one.mentor.person)
    assert "Ana Alves has signed these words." in seen(client, one, "agreement_write")
    answer = client.post(
        address(one, "agreement_write"), typed(one, mentor(one), place="Elsewhere"), follow=True
    )
    assert "The signature of Ana Alves is taken back" in answer.content.decode()


def test_saving_what_stands_there_says_how_it_stands(client, at):
    one = pair()
    agree(one, at)
    client.force_login(one.mentor.person)
    unchanged = client.post(address(one, "agreement_write"), typed(one, mentor(one)), follow=True)
    assert "Nothing was changed." in unchanged.content.decode()
    posted = typed(one, mentor(one), place="Elsewhere")
    client.post(address(one, "agreement_write"), posted, headers={"X-Autosave": "true"})
    saved = client.post(address(one, "agreement_write"), posted, follow=True)
    assert "Saved. Read it once more, then sign." in saved.content.decode()


def test_typing_is_kept_and_answers_with_new_marks(client):
    one = pair()
    client.force_login(one.mentee.person)
    posted = typed(one, mentee(one), place="The lib")
    answer = client.post(address(one, "agreement_write"), posted, headers={"X-Autosave": "true"})
    assert answer.status_code == 200
    assert "data-as-shown" in answer.content.decode()
    assert shown_to(one, mentee(one)).place == "The lib"
    assert "place" not in re.findall(r"has changed this at the same time", answer.content.decode())


def test_typing_keeps_what_can_be_read_and_the_rest_stays_in_the_form(client):
    one = pair()
    client.force_login(one.mentee.person)
    posted = typed(one, mentee(one), minutes="many", place="The library")
    client.post(address(one, "agreement_write"), posted, headers={"X-Autosave": "true"})
    assert (shown_to(one, mentee(one)).place, shown_to(one, mentee(one)).minutes) == ("The library", 60)
    answer = client.post(address(one, "agreement_write"), posted)
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()


def test_typing_beside_the_other_is_told_and_sending_shows_both(client, at):
    one = pair()
    write(one, mentee(one), at)
    client.force_login(one.mentor.person)
    posted = typed(one, mentor(one), place="The canteen")
    write(one, mentee(one), at, place="The library")
    answer = client.post(address(one, "agreement_write"), posted, headers={"X-Autosave": "true"})
    assert "Ana Alves has changed this at the same time: “Where”." in answer.content.decode()
    posted["as_shown"] = json.dumps(
        json.loads(
            re.search(r'name="as_shown" value="([^"]*)"', answer.content.decode())[1].replace("&quot;", '"')
        )
    )
    answer = client.post(address(one, "agreement_write"), posted)
    page = answer.content.decode()
    assert (answer.status_code, shown_to(one, mentor(one)).place) == (422, "The library")
    assert "Ana Alves has changed this meanwhile, to: The library. Save again to keep yours." in page
    posted["as_shown"] = re.search(r'name="as_shown" value="([^"]*)"', page)[1].replace("&quot;", '"')
    assert client.post(address(one, "agreement_write"), posted).status_code == 302
    assert shown_to(one, mentor(one)).place == "The canteen"


@pytest.mark.parametrize("shown", ["", "[]", "{", "null"])
def test_a_page_without_marks_overwrites_nobody(client, at, shown):
    one = pair()
    write(one, mentee(one), at, place="The library")
    client.force_login(one.mentor.person)
    posted = typed(one, mentor(one), place="The canteen") | {"as_shown": shown}
    assert client.post(address(one, "agreement_write"), posted).status_code == 422
    assert shown_to(one, mentor(one)).place == "The library"


@pytest.mark.parametrize(("day", "status"), [("2026-11-14", 422), ("2026-11-15", 302), ("2027-05-16", 422)])
def test_review_falls_into_the_mentorship(client, day, status):
    one = pair()
    client.force_login(one.mentee.person)
    posted = typed(one, mentee(one), review_on=day)
    assert client.post(address(one, "agreement_write"), posted).status_code == status


def test_old_versions_stay_readable_and_say_what_changed(client, at):
    one = pair()
    agree(one, at, more="We speak French.")
    write(one, mentor(one), at, place="By video", more="")
    client.force_login(one.mentee.person)
    now = plain(seen(client, one))
    assert "Our meetings changed We meet every month" in now
    assert "What else we agree left out We speak French." in now
    assert "What it said before" in now
    first = plain(seen(client, one, "agreement_version", 1))
    assert "You are reading version 1 as it was written." in first
    assert "By video" not in first.replace("or by video", "")
    assert "Our meetings changed" in plain(seen(client, one, "agreement_version", 2))


def test_a_change_is_given_up_from_the_page(client, at):
    one = pair()
    agree(one, at)
    write(one, mentor(one), at, place="By video")
    client.force_login(one.mentor.person)
    assert "Give this change up" in seen(client, one)
    read = {"version": str(queries.shelf(one).writing.pk), "revision": "1"}
    answer = client.post(address(one, "agreement_take_back"), read, follow=True)
    assert "The change is taken back" in answer.content.decode()
    answer = client.post(address(one, "agreement_take_back"), read, follow=True)
    assert "This change is no longer under way" in answer.content.decode()
    assert Agreement.objects.count() == 1


def test_after_the_end_it_is_read_and_no_longer_written(client, at):
    one = pair()
    agree(one, at)
    Mentorship.objects.filter(pk=one.pk).update(state=MentorshipState.COMPLETED, ended_on=date(2027, 5, 15))
    client.force_login(one.mentee.person)
    page = seen(client, one)
    assert "What we tell each other" in page
    assert "Change the agreement" not in page
    assert client.get(address(one, "agreement_write")).status_code == 404
    assert client.post(address(one, "agreement_sign"), {}).status_code == 404


def test_page_whose_words_nobody_can_open_any_more_says_so_and_can_be_written_anew(client, at):
    one = pair()
    agree(one, at)
    for half in (one.mentor, one.mentee):
        sealed.forget(half.person_id)
    client.force_login(one.mentee.person)
    assert "The words of this version can no longer be opened." in seen(client, one)
    assert "At our two offices in turn" in seen(client, one, "agreement_write")


def test_paper_has_clauses_and_two_lines_and_no_buttons(client, at):
    one = pair()
    write(one, mentee(one), at)
    sign(one, mentee(one), at)
    client.force_login(one.mentee.person)
    page = seen(client, one)
    paper = page.split('<article class="agreement">')[1].split("</article>")[0]
    printed = re.sub(r'<(form|details)[^>]*class="[^"]*no-print.*?</\1>', "", paper, flags=re.DOTALL)
    assert "<button" not in printed
    assert printed.count('class="signature') == 2 + 1
    assert "data-prints" in page
    outside = page.replace(paper, "")
    assert [
        kind for kind in re.findall(r'class="(notice[^"]*|next[^"]*)"', outside) if "no-print" in kind
    ] == []


@pytest.mark.parametrize(
    ("steps", "title"),
    [
        ((), "Draw up your agreement"),
        ((lambda one, at: write(one, mentee(one), at),), "Finish your agreement"),
        (
            (lambda one, at: write(one, mentee(one), at), lambda one, at: sign(one, mentee(one), at)),
            "Your agreement waits for one signature",
        ),
        ((lambda one, at: agree(one, at),), None),
    ],
)
def test_page_of_a_pair_that_starts_leads_to_the_agreement_first(client, at, steps, title):
    one = pair(state=MentorshipState.STARTING)
    for step in steps:
        step(one, at)
    client.force_login(one.mentor.person)
    page = seen(client, one, "detail")
    found = re.findall(r'<section class="next[^"]*".*?<h2[^>]*>(.*?)</h2>', page, re.DOTALL)
    assert [one.strip() for one in found] == ([title] if title else [])


def asked(of, by, at):
    return [(str(todo.title), todo.urgency) for todo in todos(by, at=at)]


def test_home_asks_whose_turn_it_is(at):
    one = pair()
    assert asked(one, mentee(one), at) == [("Draw up your agreement with Bo Berg", Urgency.WHENEVER)]
    write(one, mentee(one), at)
    assert asked(one, mentor(one), at) == [("Finish your agreement with Ana Alves", Urgency.WHENEVER)]
    sign(one, mentee(one), at)
    assert asked(one, mentee(one), at) == []
    assert asked(one, mentor(one), at) == [("Sign your agreement with Ana Alves", Urgency.SOON)]
    sign(one, mentor(one), at)
    write(one, mentee(one), at, place="Elsewhere")
    sign(one, mentee(one), at)
    assert asked(one, mentor(one), at) == [("Sign the change of your agreement with Ana Alves", Urgency.SOON)]


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        (MentorshipState.STARTING, {}),
        (MentorshipState.PAUSED, {}),
        (MentorshipState.ENDED_EARLY, {}),
        (MentorshipState.ACTIVE, {"format": Format.INFORMAL}),
    ],
)
def test_nobody_is_pressed_to_draw_one_up(at, state, fields):
    one = pair(factories.round(factories.programme(**fields)), state=state)
    assert asked(one, mentee(one), at) == []


def test_nobody_and_the_team_are_asked_for_nothing(at):
    one = pair()
    write(one, mentee(one), at)
    assert todos(factories.actor(), at=at) == []
    assert todos(factories.actor(factories.member(one.round.programme)), at=at) == []


def test_home_asks_as_often_for_one_pair_as_for_three(at):
    one = pair()
    agree(one, at)
    counted = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as captured:
            todos(mentor(one), at=at)
        counted.append(len(captured))
        for _number in range(2):
            mentee_more = factories.participation(one.round)
            more = factories.mentorship(
                one.round, one.mentor, mentee_more, place=Mentorship.objects.count() + 1, state="active"
            )
            agree(more, at)
    assert counted[0] == counted[1] <= 3


def test_list_of_pairs_says_how_each_agreement_stands_in_constant_queries(client, at):
    round = factories.round()
    client.force_login(factories.member(round.programme))
    counted = []
    for step in (lambda one: None, lambda one: agree(one, at), lambda one: write(one, mentee(one), at)):
        step(pair(round))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("mentorships:list", args=[round.pk])).content.decode()
        counted.append(len(captured))
    assert counted[0] == counted[1] == counted[2]
    words = re.findall(r'data-label="Agreement">.*?<span>([^<]*)</span>', page, re.DOTALL)
    assert sorted(words) == ["Being written", "In force since 5 Oct 2026", "None"]


def test_pages_ask_as_often_for_one_version_as_for_three(client, at):
    one = pair()
    client.force_login(one.mentee.person)
    agree(one, at)
    counted = []
    for place in ("By video", "Elsewhere", "Nowhere"):
        with CaptureQueriesContext(connection) as captured:
            seen(client, one)
        counted.append(len(captured))
        agree(one, at, place=place)
    assert counted[0] == counted[1] == counted[2]
    assert len(queries.shelf(one).versions) == 4
