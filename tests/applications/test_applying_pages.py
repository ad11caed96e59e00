"""The pages of an applicant."""

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from fairlead.applications.actions import approving, deciding, drafting
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.enums import Step
from fairlead.applications.models import Application
from fairlead.notifications.models import Letter
from fairlead.people.models import Person, SignInLink
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Area
from tests import factories
from tests.applications.answering import draft, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    programme = factories.programme("Harbour", slug="harbour", areas=("Dual career", "Taxation", "Housing"))
    programme.privacy_notice, programme.contact_email = "We read it.", "cora@x.example"
    programme.save()
    return factories.round(
        programme, closes_on=date(2099, 1, 31), starts_on=date(2099, 3, 1), ends_on=date(2099, 9, 1)
    )


@pytest.fixture
def ana(client):
    person = factories.person("Ana", email="ana@northport.example")
    client.force_login(person)
    return person


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def same(response):
    """The page without what differs from one answer to the next anyway."""
    return re.sub(r"[A-Za-z0-9]{64}", "", text(response))


def apply_page(side="mentee"):
    return reverse("applications:apply", args=["harbour", side])


def step_page(application, step):
    return reverse("applications:step", args=[application.pk, step])


def shown(response):
    """The hidden marks of what a page shows."""
    found = re.search(r'name="as_shown" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else ""


def close(round):
    round.state = RoundState.CLOSED
    round.save()


def test_somebody_new_gets_a_link_that_leads_to_the_form(client, round):
    page = client.get(apply_page("both"))
    assert "First, who are you?" in text(page)
    response = client.post(apply_page("both"), {"name": "Nguyễn Thị Hồng", "email": "Hong@Northport.example"})
    assert "We have sent a link to" in text(response)
    assert Person.objects.get().name == "Nguyễn Thị Hồng"
    letter = Letter.objects.get()
    link = re.search(r"http\S+", letter.text)[0].split("8000")[1]
    assert client.post(link).headers["Location"] == apply_page("both")
    assert "Before you begin" in text(client.get(apply_page("both")))


def test_the_answer_is_the_same_for_a_known_address_and_the_name_stays(client, round):
    factories.person("Ana", email="ana@northport.example")
    known = client.post(apply_page(), {"name": "Somebody", "email": "ANA@northport.example"})
    new = client.post(apply_page(), {"name": "Somebody", "email": "bob@northport.example"})
    assert same(known).replace("ANA@", "") == same(new).replace("bob@", "")
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ana", "Somebody"]


@pytest.mark.parametrize("name", ["", "Win at https://evil.example", "www.evil.example", "a@b"])
def test_a_name_carries_no_advertisement_to_a_stranger(client, round, name):
    response = client.post(apply_page(), {"name": name, "email": "bob@northport.example"})
    assert (response.status_code, Letter.objects.count(), Person.objects.count()) == (422, 0, 0)


def test_one_address_gets_five_links_an_hour(client, round):
    for _ in range(8):
        client.post(apply_page(), {"name": "Bob", "email": "bob@northport.example"})
    assert (Letter.objects.count(), Person.objects.count()) == (5, 1)


def test_a_flood_of_arrivals_is_stopped(client, round, at, monkeypatch):
    monkeypatch.setattr("fairlead.applications.actions.arriving.ARRIVALS_PER_HOUR", 2)
    for number in range(3):
        response = client.post(apply_page(), {"name": "Bob", "email": f"bob{number}@northport.example"})
    assert (response.status_code, SignInLink.objects.count()) == (422, 2)
    assert "Try again in an hour" in text(response)


def test_when_the_intake_is_closed_the_page_says_so_to_everybody(client, round):
    close(round)
    factories.round(
        round.programme,
        name="Spring",
        state=RoundState.PLANNED,
        opens_on=date(2099, 5, 1),
        closes_on=None,
        starts_on=None,
        ends_on=None,
    )
    pages = [text(client.get(apply_page()))]
    client.force_login(factories.person())
    pages.append(text(client.get(apply_page())))
    assert ["opens on 1 May 2099" in page for page in pages] == [True, True]
    assert client.post(apply_page()).headers["Location"] == reverse("programmes:public", args=["harbour"])


def test_unknown_programmes_and_sides_are_not_found(client, round):
    assert client.get(apply_page("observer")).status_code == 404
    assert client.get(reverse("applications:apply", args=["nowhere", "mentor"])).status_code == 404


def test_reading_the_first_page_begins_nothing(client, ana, round):
    assert "Before you begin" in text(client.get(apply_page()))
    assert Application.objects.count() == 0


def test_beginning_leads_to_the_first_step(client, ana, round):
    response = client.post(apply_page("mentor"))
    made = Application.objects.get()
    assert (made.side, response.headers["Location"]) == ("mentor", step_page(made, "you"))


def test_beginning_as_both_makes_two_drafts(client, ana, round):
    response = client.post(apply_page("both"))
    mentee = Application.objects.get(side=Side.MENTEE)
    assert response.headers["Location"] == step_page(mentee, "you")
    assert Application.objects.filter(side=Side.MENTOR).count() == 1
    assert text(client.get(apply_page("both"))).count("Your application as") == 2


def test_a_standing_application_is_shown_instead_of_a_new_one(client, ana, round, at):
    made = sent(round, ana, at)
    assert "You have begun already" in text(client.get(apply_page()))
    assert client.post(apply_page()).headers["Location"] == reverse("applications:status", args=[made.pk])


def test_every_step_says_who_reads_each_answer(client, ana, round, at):
    mentor = drafting.start(round=round, person=ana, side=Side.MENTOR, at=at)
    for step in (Step.YOU, Step.AREAS, Step.MEETING, Step.HOPES):
        page = text(client.get(step_page(mentor, step)))
        helps = re.findall(r'class="field-help"[^>]*>([^<]*)<', page)
        assert helps != []
        assert [words for words in helps if "Read by" not in words] == []


def test_a_mentee_goes_through_the_whole_form(client, ana, round, at):
    client.post(apply_page())
    made = Application.objects.get()
    unit = factories.unit(round.programme.lead, "Welcome Centre")
    dual, tax, _housing = Area.objects.all()
    answers = {
        "you": {
            "institution": unit.institution_id,
            "unit_name": "welcome centre",
            "job_title": "Adviser",
            "grade": "6",
            "years": "4.5",
            "line_manager_name": "Bea Boss",
            "line_manager_email": "boss@x.example",
        },
        "areas": {"areas": [dual.pk, tax.pk], "most_important": tax.pk},
        "meeting": {
            "languages": ["en", "cy"],
            "meeting_mode": "online",
            "campus": "North",
            "avoid_text": "Chen",
        },
        "hopes": {"hopes": "Line one\r\nline two"},
        "consent": {"consent": "on"},
    }
    after = dict(zip(answers, [*list(answers)[1:], "check"], strict=True))
    for step, given in answers.items():
        page = client.get(step_page(made, step))
        response = client.post(step_page(made, step), given | {"go": "on", "as_shown": shown(page)})
        assert response.headers["Location"] == step_page(made, after[step])
    check = text(client.get(step_page(made, "check")))
    for words in (
        "Welcome Centre",
        "Taxation",
        "English, Welsh",
        "North",
        "Chen",
        "line two",
        "Send the application",
    ):
        assert words in check
    response = client.post(step_page(made, "check"), follow=True)
    made.refresh_from_db()
    assert (made.state, made.unit, made.grade, made.avoid_text) == ("submitted", unit, 6, "Chen")
    assert "Waiting for Bea Boss to approve" in text(response)


def test_a_mentor_says_how_many_places_they_have(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTOR, at=at)
    wrong = client.post(
        step_page(made, "meeting"), {"languages": ["en"], "meeting_mode": "either", "places": "99"}
    )
    assert wrong.status_code == 422
    right = client.post(
        step_page(made, "meeting"), {"languages": ["en"], "meeting_mode": "either", "places": "3"}
    )
    made.refresh_from_db()
    assert (right.status_code, made.places) == (302, 3)


def test_what_cannot_be_read_is_pointed_out_and_kept(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    given = {"job_title": "Adviser", "grade": "six", "line_manager_email": "boss@", "go": "on"}
    response = client.post(step_page(made, "you"), given)
    assert response.status_code == 422
    assert "Answer this later" in text(response)
    again = text(client.get(step_page(made, "you")))
    assert 'value="six"' in again
    assert 'value="boss@"' in again
    missing = text(client.get(step_page(made, "check")))
    assert "your grade, as a whole number" in missing
    made.refresh_from_db()
    assert (made.job_title, made.grade) == ("Adviser", None)


def test_saving_without_going_on_stays_on_the_page(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    response = client.post(step_page(made, "hopes"), {"hopes": "Half a thou", "go": "save"})
    made.refresh_from_db()
    assert (response.headers["Location"], made.hopes) == (step_page(made, "hopes"), "Half a thou")


def test_typing_is_saved_bit_by_bit(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    page = client.get(step_page(made, "you"))
    marks = shown(page)
    for title in ("Adv", "Adviser"):
        response = client.post(
            step_page(made, "you"),
            {"job_title": title, "line_manager_email": "boss@", "as_shown": marks},
            headers={"X-Autosave": "true"},
        )
        marks = shown(response)
        assert response.status_code == 200
    assert "Kept as you typed it, but not readable yet: Line manager’s work address" in text(response)
    made.refresh_from_db()
    assert (made.job_title, made.unfinished["line_manager_email"]) == ("Adviser", "boss@")


def test_a_unit_that_is_still_being_typed_makes_no_unit(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    client.post(step_page(made, "you"), {"unit_name": "Welc"}, headers={"X-Autosave": "true"})
    made.refresh_from_db()
    assert (made.unit, made.unfinished) == (None, {"unit_name": "Welc"})


def two_tabs(client, made, step):
    return [shown(client.get(step_page(made, step))) for _ in range(2)]


def test_two_pages_change_two_answers_and_neither_undoes_the_other(client, ana, round, at):
    made = draft(round, ana, at)
    first, second = two_tabs(client, made, "meeting")
    given = {"languages": ["en", "sk"], "meeting_mode": "either", "campus": "", "avoid_text": ""}
    client.post(step_page(made, "meeting"), given | {"campus": "North", "as_shown": first})
    client.post(step_page(made, "meeting"), given | {"meeting_mode": "online", "as_shown": second})
    made.refresh_from_db()
    assert (made.campus, made.meeting_mode) == ("North", "online")


def test_of_two_changes_to_one_answer_the_newest_stays_and_the_page_says_so(client, ana, round, at):
    made = draft(round, ana, at)
    first, second = two_tabs(client, made, "hopes")
    client.post(step_page(made, "hopes"), {"hopes": "One", "as_shown": first})
    response = client.post(
        step_page(made, "hopes"), {"hopes": "Two", "as_shown": second, "go": "on"}, follow=True
    )
    made.refresh_from_db()
    assert made.hopes == "Two"
    assert "You had also changed this in another window: What do you hope to get out of it?" in text(response)


def test_while_typing_the_page_tells_of_changes_elsewhere(client, ana, round, at):
    made = draft(round, ana, at)
    first, second = two_tabs(client, made, "meeting")
    given = {"languages": ["en", "sk"], "meeting_mode": "either"}
    client.post(step_page(made, "meeting"), given | {"campus": "North", "as_shown": first})
    response = client.post(
        step_page(made, "meeting"),
        given | {"campus": "", "avoid_text": "Chen", "as_shown": second},
        headers={"X-Autosave": "true"},
    )
    assert "Changed in another window meanwhile: Campus." in text(response)
    made.refresh_from_db()
    assert (made.campus, made.avoid_text) == ("North", "Chen")


def test_marks_that_make_no_sense_are_left_out(client, ana, round, at):
    made = draft(round, ana, at)
    for marks in ("[]", "{", "7"):
        client.post(step_page(made, "hopes"), {"hopes": marks, "as_shown": marks})
        made.refresh_from_db()
        assert made.hopes == marks


def test_the_most_important_area_counts_as_chosen(client, ana, round, at):
    made = draft(round, ana, at)
    tax = Area.objects.get(name="Taxation")
    response = client.post(step_page(made, "areas"), {"areas": [], "most_important": tax.pk})
    assert response.status_code == 302
    assert [(choice.area, choice.most_important) for choice in made.chosen_areas.all()] == [(tax, True)]


def test_several_areas_need_a_most_important_one(client, ana, round, at):
    made = draft(round, ana, at)
    response = client.post(step_page(made, "areas"), {"areas": [area.pk for area in Area.objects.all()]})
    assert (response.status_code, "most important to you" in text(response)) == (422, True)
    assert made.chosen_areas.count() == 3


def test_an_area_of_another_programme_cannot_be_chosen(client, ana, round, at):
    made = draft(round, ana, at)
    foreign = Area.objects.filter(programme=factories.programme()).first()
    assert client.post(step_page(made, "areas"), {"areas": [foreign.pk]}).status_code == 422
    assert [choice.area.name for choice in made.chosen_areas.all()] == ["Dual career"]


def test_answers_are_emptied_when_the_fields_are(client, ana, round, at):
    made = draft(round, ana, at)
    for step in ("you", "areas", "meeting", "consent"):
        assert client.post(step_page(made, step), {}).status_code == 422
    made.refresh_from_db()
    told = (made.institution, made.unit, made.grade, made.languages, made.meeting_mode, made.consented_at)
    assert (told, made.chosen_areas.count()) == ((None, None, None, [], "", None), 0)


def test_own_address_as_line_manager_is_explained(client, ana, round, at):
    made = draft(round, ana, at)
    response = client.post(step_page(made, "you"), {"line_manager_email": "ANA@northport.example"})
    assert "This is your own address" in text(response)


def test_an_incomplete_application_lists_what_is_missing_with_links(client, ana, round, at):
    made = draft(round, ana, at, languages=[], job_title="")
    response = client.post(step_page(made, "check"))
    page = text(response)
    assert response.status_code == 422
    for step in ("you", "meeting"):
        assert f'<li><a href="{step_page(made, step)}">' in page


def test_a_double_click_sends_once_and_shows_the_status(client, ana, round, at):
    made = draft(round, ana, at)
    for _ in range(2):
        response = client.post(step_page(made, "check"))
        assert response.headers["Location"] == reverse("applications:status", args=[made.pk])
    assert Letter.objects.filter(kind="application-received").count() == 1


def test_two_clicks_at_the_same_moment_are_explained(client, ana, round, at, monkeypatch):
    made = draft(round, ana, at)
    submit = drafting.submit

    def just_before(application, by, at):
        submit(Application.objects.get(pk=application.pk), by, at)
        submit(application, by, at)

    monkeypatch.setattr(drafting, "submit", just_before)
    with zeal_ignore():
        response = client.post(step_page(made, "check"), follow=True)
    assert "already changed" in text(response)


def test_going_back_after_sending_leads_to_the_status(client, ana, round, at):
    made = sent(round, ana, at)
    status = reverse("applications:status", args=[made.pk])
    assert [client.get(step_page(made, step)).headers["Location"] for step in ("you", "check")] == [
        status,
        status,
    ]
    late = client.post(step_page(made, "hopes"), {"hopes": "More"}, follow=True)
    assert "can no longer be changed" in text(late)
    typing = client.post(step_page(made, "hopes"), {"hopes": "More"}, headers={"X-Autosave": "true"})
    assert (typing.status_code, "can no longer be changed" in text(typing)) == (200, True)


def test_an_intake_that_closes_meanwhile_keeps_the_draft(client, ana, round, at):
    made = draft(round, ana, at)
    close(round)
    assert client.post(step_page(made, "hopes"), {"hopes": "Kept"}).status_code == 302
    assert "The intake is closed." in text(client.get(step_page(made, "check")))
    refused = client.post(step_page(made, "check"), follow=True)
    assert "What you wrote stays here" in text(refused)
    made.refresh_from_db()
    assert (made.state, made.hopes) == ("draft", "Kept")


def test_after_the_first_of_two_comes_the_second(client, ana, round, at):
    client.post(apply_page("both"))
    mentee, mentor = Application.objects.get(side="mentee"), Application.objects.get(side="mentor")
    draft(round, ana, at)
    response = client.post(step_page(mentee, "check"), follow=True)
    assert response.redirect_chain[-1][0] == step_page(mentor, "you")
    assert 'value="Adviser"' in text(response)
    assert "still a draft" in text(client.get(reverse("applications:status", args=[mentee.pk])))


def status_of(client, application):
    return text(client.get(reverse("applications:status", args=[application.pk])))


def test_the_status_page_says_what_comes_next(client, ana, round, at):
    cora = factories.actor(factories.member(round.programme))
    made = draft(round, ana, at)
    said = [status_of(client, made)]
    drafting.submit(made, factories.actor(ana), at)
    said.append(status_of(client, made))
    approving.answer(secret_of(made.approval), True, "", at)
    said.append(status_of(client, made))
    deciding.waitlist(made, cora, at)
    said.append(status_of(client, made))
    deciding.accept(made, cora, at)
    said.append(status_of(client, made))
    drafting.withdraw(made, factories.actor(ana), at)
    said.append(status_of(client, made))
    titles = [
        "Finish your application",
        "Waiting for Bea Boss to approve",
        "The coordinator reads your application",
        "You are on the waiting list",
        "You are in the pool for matching",
        "You have withdrawn",
    ]
    assert [title in page for title, page in zip(titles, said, strict=True)] == [True] * 6
    assert "asked, until 15 Oct 2026" in said[1]
    assert "from 1 Mar 2099" in said[4]
    assert ["Withdraw this application" in page for page in said] == [True] * 5 + [False]


def test_a_supervisors_no_is_told_with_what_can_be_done(client, ana, round, at):
    made = sent(round, ana, at)
    approving.answer(secret_of(made.approval), False, "Not now", at)
    page = status_of(client, made)
    assert "Bea Boss has not approved" in page
    assert "Not now" in page


def test_a_declined_applicant_reads_why(client, ana, round, at):
    made = sent(round, ana, at)
    deciding.decline(made, "No place this time.", factories.actor(factories.person()), at)
    assert "No place this time." in status_of(client, made)


def test_a_draft_without_a_line_of_its_own_says_no_date(client, ana, at):
    round = factories.round(rolling=True, closes_on=None, starts_on=None, ends_on=None)
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    assert "Finish your application" in status_of(client, made)
    pool = factories.application(round, Side.MENTOR, ana)
    assert "You are in the pool" in status_of(client, pool)


def test_withdrawing_is_possible_once(client, ana, round, at):
    made = sent(round, ana, at)
    address = reverse("applications:withdraw", args=[made.pk])
    assert "You have withdrawn your application." in text(client.post(address, follow=True))
    assert "already changed" in text(client.post(address, follow=True))


def test_my_applications_are_listed(client, ana, round, at):
    address = reverse("applications:mine")
    assert "No application yet" in text(client.get(address))
    draft(round, ana, at, Side.MENTOR)
    sent(round, ana, at + timedelta(days=1))
    page = text(client.get(address))
    assert page.index("Harbour</bdi>: Mentee") < page.index("Harbour</bdi>: Mentor")
    assert "sent on 6 Oct 2026" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_my_list_costs_the_same_whatever_its_length(client, ana, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.application(factories.round(), Side.MENTEE, ana)
    with django_assert_num_queries(4):
        client.get(reverse("applications:mine"))


def test_names_that_run_from_right_to_left_keep_their_direction(client, round, at):
    person = factories.person("عائشة بنت يوسف")
    client.force_login(person)
    made = sent(round, person, at, line_manager_name="שרה כהן")
    page = text(client.get(reverse("applications:status", args=[made.pk])))
    assert "<bdi>שרה כהן boss@northport.example</bdi>" in page


def test_nobody_reads_another_persons_draft(round, at):
    made = draft(round, factories.person(), at)
    for who in (factories.person(), factories.member(round.programme)):
        client = Client()
        client.force_login(who)
        doors = [step_page(made, "you"), reverse("applications:status", args=[made.pk])]
        doors.append(reverse("applications:detail", args=[made.pk]))
        assert [client.get(door).status_code for door in doors] == [404, 404, 404]
