"""The pages of training: those who learn, and those who keep the curriculum."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from fairlead.training import queries
from fairlead.training.actions import completing, curriculum
from fairlead.training.enums import Kind, Need, Track
from fairlead.training.models import Completion, Module, ModuleFile, Option, Question
from tests import factories
from tests.training.learning import actor_of, asked, coordinator, learner, module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def one(client):
    found = learner()
    client.force_login(found.person)
    return found


@pytest.fixture
def programme(client):
    found = factories.programme()
    client.force_login(factories.member(found))
    return found


def page(client, name, *ids):
    return client.get(reverse(f"training:{name}", args=ids)).content.decode()


def answers(of, right=True):
    return {str(question.pk): str(question.options.get(right=right).pk) for question in queries.questions(of)}


def test_my_training_says_what_is_asked_and_how_far_one_is(client, one, at):
    done, open_one = module(one.round.programme), module(one.round.programme, "GDPR")
    module(one.round.programme, "More", need=Need.OPTIONAL)
    completing.complete(done, by=actor_of(one), at=at)
    text = page(client, "mine")
    assert "1 of 2 completed" in text
    assert "Go on with “GDPR”" in text
    assert reverse("training:module", args=[open_one.pk]) in text
    assert "Besides, if you like" in text


def test_who_learns_nothing_is_told_so(client):
    client.force_login(factories.person())
    assert "Nothing to learn just now" in page(client, "mine")


def test_reading_is_shown_safely_and_done_by_a_button(client, one):
    each = module(one.round.programme, text="# Why\n\n<script>alert(1)</script>", sources="Kram (1985)")
    text = page(client, "module", each.pk)
    assert '<h2 dir="auto">Why</h2>' in text
    assert "&lt;script&gt;" in text
    assert "Kram (1985)" in text
    for _twice in range(2):
        client.post(reverse("training:done", args=[each.pk]))
    assert Completion.objects.count() == 1
    assert "You completed it on 5 October 2026" in page(client, "module", each.pk)


def test_questions_complete_whatever_was_chosen_and_nothing_of_it_is_kept(client, one):
    each = module(one.round.programme)
    asked(each)
    where = reverse("training:module", args=[each.pk])
    assert "nobody but you sees which answers you choose" in client.get(where).content.decode()
    text = client.post(where, answers(each, right=False)).content.decode()
    assert "Not quite" in text
    assert "Ask first." in text
    assert "0 answers of 1 are right" in text[text.index('id="questions"') :]
    assert Completion.objects.count() == 1
    chosen = str(Option.objects.get(right=False).pk)
    for table in (Completion, Letter):
        assert [row for row in table.objects.values() if chosen in str(row)] == []


def test_question_left_open_is_asked_for_and_the_others_stay(client, one):
    each = module(one.round.programme)
    first, second = asked(each), asked(each, "And then?")
    given = {str(first.pk): str(first.options.get(right=True).pk)}
    answer = client.post(reverse("training:module", args=[each.pk]), given)
    text = answer.content.decode()
    assert (answer.status_code, "a guess is fine" in text) == (422, True)
    assert f'value="{given[str(first.pk)]}"' in text
    assert " checked" in text
    assert second.text in text
    assert not Completion.objects.exists()


def test_answer_to_a_question_that_changed_is_asked_once_more(client, one):
    each = module(one.round.programme)
    given = {str(asked(each).pk): "gone"}
    answer = client.post(reverse("training:module", args=[each.pk]), given)
    assert (answer.status_code, Completion.objects.exists()) == (422, False)


def test_module_with_questions_is_not_done_by_the_button(client, one):
    each = module(one.round.programme)
    asked(each)
    client.post(reverse("training:done", args=[each.pk]))
    assert not Completion.objects.exists()


def test_team_tries_the_questions_and_nothing_is_recorded(client, programme):
    each = module(programme)
    asked(each)
    text = client.post(reverse("training:module", args=[each.pk]), answers(each)).content.decode()
    assert "All questions are answered" in text
    assert not Completion.objects.exists()


def test_file_is_saved_and_never_shown_as_a_page(client, one):
    each = module(one.round.programme, kind=Kind.FILE)
    ModuleFile.objects.create(module=each, name='a"; x="é.html', content=b"<b>", size=3)
    answer = client.get(reverse("training:file", args=[each.pk]))
    assert answer.content == b"<b>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''a%22%3B%20x%3D%22%C3%A9.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    reading = module(one.round.programme, "Reading")
    assert client.get(reverse("training:file", args=[reading.pk])).status_code == 404


def test_starter_curriculum_comes_by_one_click(client, programme):
    assert "Begin with the starter curriculum" in page(client, "curriculum", programme.pk)
    for _twice in range(2):
        client.post(reverse("training:begin", args=[programme.pk]))
    text = page(client, "curriculum", programme.pk)
    assert Module.objects.filter(programme=programme).count() == 10
    assert "Mentors: Required before matching" in text
    assert "Refreshes" in text


FIELDS = {"title": "T", "text": "x", "track": "both", "need": "optional", "minutes": "5", "revision": "0"}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("reading", {}),
        ("video", {"link": "https://video.example/1"}),
        ("quiz", {"text": ""}),
        ("file", {"file": "Leaflet.pdf"}),
    ],
)
def test_module_of_each_kind_is_added(client, programme, kind, more):
    if "file" in more:
        more = {"file": SimpleUploadedFile(more["file"], b"%PDF")}
    client.post(reverse("training:new", args=[programme.pk, kind]), {**FIELDS, **more})
    made = Module.objects.get()
    assert (made.kind, made.title, made.programme) == (kind, "T", programme)
    assert ModuleFile.objects.count() == (kind == "file")


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("reading", {"text": ""}, "Fill this in."),
        ("reading", {"minutes": "0"}, "Enter a whole number, 1 or more."),
        (
            "video",
            {"link": "javascript:alert(1)"},
            "This is no web address. One looks like https://example.org/room.",
        ),
        ("file", {}, "Choose a file."),
        ("file", {"file": ("x.exe", 4)}, "none of the kinds"),
        ("file", {"file": ("x.pdf", 5 * 1024 * 1024 + 1)}, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_is_kept(client, programme, kind, more, told):
    if "file" in more:
        name, size = more["file"]
        more = {"file": SimpleUploadedFile(name, b"x" * size)}
    given = {**FIELDS, "title": "Kept words", **more}
    answer = client.post(reverse("training:new", args=[programme.pk, kind]), given)
    text = answer.content.decode()
    assert (answer.status_code, told in text, "Kept words" in text) == (422, True, True)
    assert not Module.objects.exists()


def test_two_who_change_a_module_at_once_are_told(client, programme):
    each = module(programme)
    where = reverse("training:edit", args=[each.pk])
    first = {**FIELDS, "title": "First", "revision": "1"}
    assert client.post(where, first).status_code == 302
    answer = client.post(where, {**first, "title": "Second"})
    text = answer.content.decode()
    assert (answer.status_code, "Somebody else has changed" in text, "Second" in text) == (422, True, True)
    assert Module.objects.get().title == "First"
    assert client.post(where, {**first, "title": "Second", "revision": "2"}).status_code == 302


def test_questions_are_written_changed_and_removed(client, programme):
    each = module(programme)
    given = {"text": "What?", "answer_1": "A", "feedback_1": "Well.", "answer_2": "B", "right": "2"}
    new = reverse("training:question_new", args=[each.pk])
    assert client.post(new, {**given, "right": "4"}).status_code == 422
    assert client.post(new, {**given, "right": ""}).status_code == 422
    client.post(new, given)
    question = Question.objects.get()
    assert [(one.text, one.right) for one in question.options.all()] == [("A", False), ("B", True)]
    where = reverse("training:question", args=[each.pk, question.pk])
    assert "Well." in client.get(where).content.decode()
    client.post(where, {**given, "text": "Who?", "right": "1"})
    question.refresh_from_db()
    assert (question.text, question.options.get(right=True).text) == ("Who?", "A")
    client.post(reverse("training:question_remove", args=[each.pk, question.pk]))
    assert not Question.objects.exists()
    assert client.get(where).status_code == 404


def test_modules_are_moved_taken_out_and_put_back(client, programme):
    first, second = module(programme, "A"), module(programme, "B")
    client.post(reverse("training:arrange", args=[second.pk]), {"do": "up"})
    assert [one.module.title for one in queries.modules(programme)] == ["B", "A"]
    client.post(reverse("training:arrange", args=[first.pk]), {"do": "retire"})
    assert "Put back" in page(client, "curriculum", programme.pk)
    client.post(reverse("training:arrange", args=[first.pk]), {"do": "up"})
    client.post(reverse("training:arrange", args=[first.pk]), {"do": "restore"})
    assert Module.objects.filter(in_use=True).count() == 2


def test_sub_programme_says_where_its_training_comes_from(client):
    parent = factories.programme("Parent")
    child = factories.programme(parent=parent, own=[])
    each = module(parent)
    client.force_login(factories.member(child))
    assert "This training comes from Parent" in page(client, "curriculum", child.pk)
    answer = client.post(reverse("training:begin", args=[child.pk]), follow=True)
    assert "Settle it here first" in answer.content.decode()
    client.post(reverse("training:settle", args=[child.pk]), {"do": "own"})
    assert Module.objects.get(programme=child).lineage == each.lineage
    assert "Take the training over" in page(client, "curriculum", child.pk)


def test_who_misses_what_is_listed_and_reminded_once_a_day(client, programme, at):
    round = factories.round(programme)
    lacking, complete = learner(round), learner(round)
    learner(round, Side.MENTEE)
    each = module(programme, "Boundaries", track=Track.MENTOR)
    completing.complete(each, by=actor_of(complete), at=at)
    text = page(client, "standing", round.pk)
    assert lacking.person.name in text
    assert complete.person.name not in text
    assert (
        complete.person.name
        in client.get(reverse("training:standing", args=[round.pk]), {"show": "all"}).content.decode()
    )
    for _twice in range(2):
        client.post(reverse("training:remind", args=[round.pk]))
    letter = Letter.objects.get(kind="training-reminder")
    assert letter.to_email == lacking.person.email
    assert "Boundaries (about 8 minutes, before the matching)" in letter.text


def test_round_without_modules_says_so(client, programme):
    round = factories.round(programme)
    learner(round)
    assert "Nobody is asked to learn anything yet" in page(client, "standing", round.pk)


def test_coordinator_records_for_a_person(client, programme, at):
    one = learner(factories.round(programme))
    each = module(programme)
    done_by = factories.member(programme)
    client.force_login(done_by)
    where = reverse("training:person", args=[one.round.pk, one.pk])
    given = {"modules": [str(each.pk)], "on": "2026-06-01", "note": "Course of June"}
    assert client.post(where, {**given, "modules": []}).status_code == 422
    assert client.post(where, {**given, "on": "2027-01-01"}).status_code == 422
    client.post(where, given)
    text = client.get(where).content.decode()
    assert "Course of June" in text
    client.force_login(one.person)
    read = client.get(reverse("training:module", args=[each.pk])).content.decode()
    assert ("Course of June" in read, "Recorded by" in read) == (True, True)
    client.force_login(done_by)
    done = Completion.objects.get()
    back = reverse("training:take_back", args=[one.round.pk, one.pk, done.pk])
    for _twice in range(2):
        client.post(back)
    assert not Completion.objects.exists()


def test_home_asks_for_what_is_missing(client, one, at):
    only = module(one.round.programme)
    (todo,) = queries.todos(actor_of(one), at=at)
    assert (str(todo.title), todo.url) == (
        "Complete a module before the matching",
        reverse("training:module", args=[only.pk]),
    )
    module(one.round.programme, "GDPR")
    (todo,) = queries.todos(actor_of(one), at=at)
    assert (str(todo.title), todo.url) == (
        "Complete 2 modules before the matching",
        reverse("training:mine"),
    )
    assert todo.detail == "Role and boundaries and GDPR: about 16 minutes in all."
    assert queries.todos(factories.actor(), at=at) == []


def test_completed_module_shows_when_it_is_to_be_refreshed(client, one, at, monkeypatch):
    each = module(one.round.programme, months_valid=12)
    completing.complete(each, by=actor_of(one), at=at)
    assert "Completed, counts until 5 October 2027" in page(client, "mine")
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(days=400))
    client.force_login(one.person)
    assert "To refresh" in page(client, "mine")
    assert "Time to refresh" in page(client, "module", each.pk)


@pytest.mark.parametrize("name", ["curriculum", "standing", "mine"])
def test_pages_ask_as_much_for_three_as_for_one(client, name):
    counts = []
    round = factories.round()
    person = factories.member(round.programme)
    learner(round, who=person)
    client.force_login(person)
    where = {"curriculum": [round.programme.pk], "standing": [round.pk], "mine": []}[name]
    for _again in range(2):
        for _more in range(2):
            learner(round)
            asked(module(round.programme, "M"))
        with CaptureQueriesContext(connection) as watched:
            page(client, name, *where)
        counts.append(len(watched))
    assert counts[0] == counts[1]


def test_changes_of_a_curriculum_that_is_taken_over_are_refused(at):
    parent = factories.programme()
    child = factories.programme(parent=parent, own=["training"])
    each = module(child)
    type(child).objects.filter(pk=child.pk).update(own=[])
    with pytest.raises(curriculum.TrainingTakenOver):
        curriculum.set_in_use(each, False, by=coordinator(child), at=at)
