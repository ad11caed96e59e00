"""Applications follow the form that the programme has published."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from fairlead.applications import queries
from fairlead.applications.actions import carrying, drafting
from fairlead.applications.models import Application
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.applications.answering import draft
from tests.applications.forms import publish, q
from tests.applications.pages import apply_page, shown, status_of, step_page, text

pytestmark = pytest.mark.django_db
WHY = q("why", "long", required=True, label="Why now?")
DAYS = q("days", "choices", options=("monday", "friday"), reader="match", label="Which days?")
HOURS = q("hours", "number", limits={"least": 1, "most": 9}, reader="partner", label="How many hours?")
REMOTE = q("remote", "yes_no", label="From home?")
WHERE = q("where", required=True, label="Where?", shown_if={"question": "remote", "any_of": [True]})


def missing(application):
    return [(entry.step, entry.field) for entry in queries.missing_answers(application)]


def cells(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_an_applicant_answers_the_questions_of_the_programme(client, ana, round):
    version = publish(round.programme, WHY, DAYS, HOURS)
    response = client.post(apply_page())
    made = Application.objects.get()
    assert (made.form_version, response.headers["Location"]) == (version, step_page(made, "page-1"))
    page = client.get(step_page(made, "page-2"))
    told = ("Our own", "Why now?", "Read by the coordinators only.", "Which days?", "How many hours?")
    assert [words for words in told if words not in text(page)] == []
    given = {"own-why": "Now or never\r\nreally", "own-days": ["monday", "friday"], "own-hours": "3"}
    client.post(step_page(made, "page-2"), given | {"as_shown": shown(page), "go": "on"})
    made.refresh_from_db()
    assert made.own_answers == {"why": "Now or never\nreally", "days": ["monday", "friday"], "hours": 3}


def test_what_cannot_be_read_is_kept_as_typed_and_named_before_sending(client, ana, round, at):
    publish(round.programme, WHY, HOURS)
    made = draft(round, ana, at)
    drafting.save(made, {}, at, own={"why": "So"})
    response = client.post(step_page(made, "page-2"), {"own-why": "So", "own-hours": "many", "go": "on"})
    assert (response.status_code, "Write a number." in text(response)) == (422, True)
    made.refresh_from_db()
    assert (made.own_answers, made.unfinished) == ({"why": "So"}, {"own": {"hours": "many"}})
    assert 'value="many"' in text(client.get(step_page(made, "page-2")))
    assert missing(made) == [("page-2", "hours")]
    client.post(step_page(made, "page-2"), {"own-why": "So", "own-hours": "4", "go": "on"})
    made.refresh_from_db()
    assert (made.own_answers, made.unfinished, missing(made)) == ({"why": "So", "hours": 4}, {}, [])


def test_a_required_question_must_be_answered_before_sending(client, ana, round, at):
    publish(round.programme, WHY)
    made = draft(round, ana, at)
    assert missing(made) == [("page-2", "why")]
    response = client.post(step_page(made, "check"))
    assert (response.status_code, "“Why now?”" in text(response)) == (422, True)


def test_a_question_that_another_answer_hides_is_not_missed_and_its_answer_is_not_sent(
    client, ana, round, at
):
    publish(round.programme, REMOTE, WHERE)
    made = draft(round, ana, at)
    client.post(step_page(made, "page-2"), {"own-remote": "yes", "go": "on"})
    made.refresh_from_db()
    assert missing(made) == [("page-2", "where")]
    client.post(step_page(made, "page-2"), {"own-remote": "yes", "own-where": "Cove", "go": "on"})
    response = client.post(step_page(made, "page-2"), {"own-remote": "no", "own-where": "Cove", "go": "on"})
    assert response.headers["Location"] == step_page(made, "check")
    made.refresh_from_db()
    assert (made.own_answers, missing(made)) == ({"remote": False, "where": "Cove"}, [])
    client.post(step_page(made, "check"))
    made.refresh_from_db()
    assert (made.state, made.own_answers) == ("submitted", {"remote": False})


def test_a_hidden_required_question_left_empty_is_no_error(client, ana, round, at):
    publish(round.programme, REMOTE, WHERE)
    made = draft(round, ana, at)
    response = client.post(step_page(made, "page-2"), {"own-remote": "no", "own-where": "", "go": "on"})
    assert response.headers["Location"] == step_page(made, "check")


def test_a_form_without_a_standard_question_does_not_miss_it(ana, round, at):
    publish(round.programme, leave_out=("job_title", "meeting"))
    made = draft(round, ana, at)
    drafting.save(made, {"job_title": "", "meeting_mode": ""}, at)
    assert missing(made) == []


def test_a_question_that_one_form_leaves_to_the_applicant_another_requires(ana, round, at):
    version = publish(round.programme)
    made = draft(round, ana, at, job_title="")
    assert missing(made) == []
    version.sections.first().questions.filter(standard="job_title").update(required=True)
    assert missing(Application.objects.get()) == [("page-1", "job_title")]


def test_a_draft_is_carried_over_to_the_form_published_meanwhile(client, ana, round, at):
    publish(round.programme, WHY, HOURS, DAYS)
    made = draft(round, ana, at)
    drafting.save(made, {}, at, own={"why": "So", "hours": 4, "days": ["friday"]})
    newer = publish(round.programme, WHY, {**HOURS, "limits": {"most": 3}}, q("new", label="What is new?"))
    page = text(client.get(step_page(made, "page-2")))
    assert "The form has changed since you began. What you wrote is kept. New: “What is new?”." in page
    assert "No longer asked, or asked differently: “How many hours?”, “Which days?”." in page
    made.refresh_from_db()
    assert (made.form_version, made.own_answers) == (newer, {"why": "So"})
    assert [(entry["version"], entry["key"], entry["text"]) for entry in made.earlier_answers] == [
        (1, "hours", "4"),
        (1, "days", "Friday"),
    ]
    again = text(client.get(step_page(made, "check")))
    assert "The form has changed" not in again
    assert "Which days? (no longer asked)" in again


def test_a_draft_of_the_built_in_form_goes_on_under_the_first_own_form(client, ana, round, at):
    made = draft(round, ana, at)
    publish(round.programme, WHY)
    response = client.get(step_page(made, "hopes"), follow=True)
    assert response.redirect_chain == [(step_page(made, "page-1"), 302)]
    assert "The form has changed since you began." in text(response)
    assert "To learn." in text(client.get(step_page(made, "check")))


def test_nobody_sends_an_application_under_a_form_they_have_not_seen(client, ana, round, at):
    publish(round.programme)
    made = draft(round, ana, at)
    publish(round.programme, q("new", label="What is new?"))
    response = client.post(step_page(made, "check"), follow=True)
    made.refresh_from_db()
    assert (made.state, response.redirect_chain) == ("draft", [(step_page(made, "check"), 302)])
    assert "What is new?" in text(response)
    client.post(step_page(made, "check"))
    made.refresh_from_db()
    assert made.state == "submitted"


def test_what_is_typed_on_a_page_of_the_form_before_is_kept_under_the_new_one(client, ana, round, at):
    first = publish(round.programme, WHY, HOURS)
    made = draft(round, ana, at)
    page = client.get(step_page(made, "page-2"))
    publish(round.programme, q("new"), WHY)
    carrying.carry_over(made, at=at)
    given = {"own-why": "So", "own-hours": "5", "version": str(first.pk), "page": "page-2"}
    given |= {"as_shown": shown(page), "go": "on"}
    response = client.post(step_page(made, "page-2"), given, follow=True)
    assert "The form was changed while you wrote. What you wrote is kept" in text(response)
    made.refresh_from_db()
    assert made.own_answers == {"why": "So"}
    assert [(one["key"], one["text"]) for one in made.earlier_answers] == [("hours", "5")]


def test_typing_on_a_page_of_the_form_before_is_saved_and_says_so(client, ana, round, at):
    made = draft(round, ana, at)
    marks = shown(client.get(step_page(made, "hopes")))
    publish(round.programme, WHY)
    carrying.carry_over(made, at=at)
    given = {"hopes": "New hopes", "version": "", "page": "hopes", "as_shown": marks}
    response = client.post(step_page(made, "hopes"), given, headers={"X-Autosave": "true"})
    made.refresh_from_db()
    assert (response.status_code, made.hopes) == (200, "New hopes")
    assert "The form was changed while you wrote." in text(response)


@pytest.mark.parametrize("version", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_version_that_makes_no_sense_counts_as_the_present_one(client, ana, round, at, version):
    publish(round.programme, WHY)
    made = draft(round, ana, at)
    client.post(step_page(made, "page-2"), {"own-why": "So", "version": version, "page": "page-2"})
    made.refresh_from_db()
    assert made.own_answers == {"why": "So"}


def test_a_form_of_another_programme_is_never_read(client, ana, round, at):
    foreign = publish(factories.programme("Elsewhere", slug="elsewhere"), HOURS)
    publish(round.programme, WHY)
    made = draft(round, ana, at)
    given = {"own-why": "So", "own-hours": "5", "version": str(foreign.pk), "page": "page-2"}
    client.post(step_page(made, "page-2"), given)
    made.refresh_from_db()
    assert (made.own_answers, made.earlier_answers) == ({"why": "So"}, [])


def test_a_sent_application_stays_readable_under_its_form(client, ana, round, at):
    version = publish(round.programme, DAYS)
    made = draft(round, ana, at)
    drafting.save(made, {}, at, own={"days": ["friday"]})
    drafting.submit(made, factories.actor(ana), at)
    publish(round.programme, {**DAYS, "label": {"en": "Days?"}, "options": []})
    page = status_of(client, made)
    assert ("Which days?" in page, "Friday" in page, "days? (no" in page) == (True, True, False)
    made.refresh_from_db()
    assert (made.form_version, carrying.carry_over(made, at=at)) == (version, None)


def answered(round, person, at):
    made = draft(round, person, at)
    own = {"why": "=1+1", "days": ["monday", "friday"], "hours": 3}
    drafting.save(made, {}, at, own=own)
    drafting.submit(made, factories.actor(person), at)
    return made


def readers(round, made):
    return {
        "coordinator": factories.member(round.programme, TeamRole.COORDINATOR),
        "hr": factories.member(round.programme, TeamRole.HR_LEAD),
        "partner": factories.member(
            round.programme, TeamRole.PARTNER_COORDINATOR, institution=made.institution
        ),
    }


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("coordinator", ["Why now?", "Which days?", "How many hours?"]),
        ("partner", ["Why now?", "Which days?", "How many hours?"]),
        ("hr", ["Which days?"]),
    ],
)
def test_each_reader_reads_the_answers_meant_for_them(client, round, at, who, reads):
    publish(round.programme, WHY, DAYS, HOURS)
    made = answered(round, factories.person("Ana", email="ana@northport.example"), at)
    client.force_login(readers(round, made)[who])
    page = text(client.get(reverse("applications:detail", args=[made.pk])))
    assert [label for label in ("Why now?", "Which days?", "How many hours?") if label in page] == reads
    headings = cells(client.get(reverse("applications:export", args=[round.pk])))[0]
    assert [one for one in headings if one.endswith("?")] == reads


def test_the_export_has_a_column_for_each_question_under_its_version(client, round, at):
    publish(round.programme, WHY, DAYS, HOURS)
    answered(round, factories.person("Ana", email="ana@northport.example"), at)
    publish(round.programme, q("club", label="=Club?"), {**WHY, "label": {"en": "And why?"}})
    later = draft(round, factories.person("Bob", email="bob@northport.example"), at)
    drafting.save(later, {}, at, own={"club": "Chess", "why": "So"})
    drafting.submit(later, factories.actor(later.person), at)
    client.force_login(factories.member(round.programme, TeamRole.COORDINATOR))
    table = cells(client.get(reverse("applications:export", args=[round.pk])))
    assert [row[-4:] for row in table] == [
        ["'=Club?", "And why?", "Which days?", "How many hours?"],
        ["", "'=1+1", "Monday; Friday", "3"],
        ["Chess", "So", "", ""],
    ]


def test_the_pair_reads_what_is_meant_for_it(ana, round, at):
    publish(round.programme, WHY, DAYS, HOURS)
    made = answered(round, ana, at)
    told = [(one.label, one.text) for one in queries.answers_for_match(made)]
    assert told == [("Which days?", "Monday\nFriday")]


def test_a_mentor_has_no_more_places_than_the_programme_allows(client, ana, round, at):
    round.programme.most_places = 2
    round.programme.save()
    made = draft(round, ana, at, side=Side.MENTOR)
    given = {"languages": ["en"], "meeting_mode": "either"}
    assert "From 1 to 2." in text(client.get(step_page(made, "meeting")))
    assert client.post(step_page(made, "meeting"), given | {"places": "3"}).status_code == 422
    assert client.post(step_page(made, "meeting"), given | {"places": "2"}).status_code == 302
    round.programme.most_places = 1
    round.programme.save()
    assert missing(Application.objects.get()) == [("meeting", "places")]


def test_an_unreadable_long_answer_is_never_lost_silently(client, ana, round, at):
    made = draft(round, ana, at)
    long = "ö" * 100_000
    response = client.post(step_page(made, "hopes"), {"hopes": long, "go": "on"})
    assert response.status_code == 422
    made.refresh_from_db()
    assert (made.unfinished["hopes"], made.hopes) == (long, "To learn.")
    assert missing(made) == [("hopes", "hopes")]


def test_letters_of_every_script_are_kept_and_nul_is_dropped(client, ana, round, at):
    publish(round.programme, WHY)
    made = draft(round, ana, at)
    given = {"own-why": "\x00لماذا الآن؟ 👩🏽‍🔬\x00", "go": "on"}
    client.post(step_page(made, "page-2"), given)
    client.post(step_page(made, "page-1"), {"job_title": "مستشارة\x00", "go": "save"})
    made.refresh_from_db()
    assert (made.own_answers["why"], made.job_title) == ("لماذا الآن؟ 👩🏽‍🔬", "مستشارة")
    assert "<bdi>لماذا الآن؟ 👩🏽‍🔬</bdi>" in text(client.get(step_page(made, "check")))


def test_a_page_costs_the_same_whatever_the_number_of_questions(
    client, ana, round, at, django_assert_num_queries
):
    for own in ((WHY,), (WHY, DAYS, HOURS)):
        publish(round.programme, *own)
        made = Application.objects.first() or sent_draft(round, ana, at)
        client.get(step_page(made, "page-2"))
        with django_assert_num_queries(13):
            client.get(step_page(made, "page-2"))


def sent_draft(round, person, at):
    return draft(round, person, at)
