"""The pages of mentoring circles: preparing, answering, moving, publishing, and one's own circle."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentoringcircles.actions import asking, telling
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.mentoringcircles.models import CircleSession
from fairlead.mentoringcircles.queries import asked
from tests.mentoringcircles.gathering import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def given(at, **more):
    when = (at + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    until = (at + timedelta(days=3)).date().isoformat()
    told = {"title": "Second", "least": 3, "most": 4, "mentors": "either", "minutes": 60}
    return told | {"answer_by": until, "time_1": when, "time_8": when} | more


def test_a_coordinator_prepares_asks_forms_moves_and_publishes(client, here):
    client.force_login(here.people.coordinator)
    url = reverse("mentoringcircles:round", args=[here.people.round.pk])
    made = client.post(url, given(here.at))
    second = CircleSession.objects.get(title="Second")
    assert made.url == reverse("mentoringcircles:session", args=[second.pk])
    assert (second.mentors_least, second.mentors_most, second.times.count()) == (1, 2, 1)
    wrong = (given(here.at, title="Third", least=5), given(here.at, title="Third", time_1="", time_8=""))
    assert [client.post(url, one).status_code for one in wrong] == [422, 422]
    here.session = second

    def act(deed):
        address = reverse("mentoringcircles:act", args=[second.pk, deed]) + f"?seen={here.now().revision}"
        return client.post(address, follow=True).content.decode()

    assert "6 people have been asked" in act("ask")
    for name in here.of:
        here.answer(name, "1")
    assert "Searched to the end: no circles seat more mentees" in act("form")
    move = {"who": here.part("Dana").pk, "circle": ""}
    seat = reverse("mentoringcircles:seat", args=[second.pk])
    page = client.post(seat, move | {"seen": here.now().revision}, follow=True).content.decode()
    assert ("Dana is moved" in page, "You have moved somebody" in page) == (True, True)
    place = {"circle": here.circle().pk, "place": "Lighthouse", "link": "", "seen": here.now().revision}
    page = client.post(reverse("mentoringcircles:circle", args=[second.pk, "place"]), place, follow=True)
    assert "Lighthouse" in page.content.decode()
    place |= {"link": "javascript:alert(1)", "seen": here.now().revision}
    page = client.post(reverse("mentoringcircles:circle", args=[second.pk, "place"]), place, follow=True)
    assert "This is no web address." in page.content.decode()
    assert "everybody has their circle" in act("publish")
    assert "is not changed any more" in act("form")


def test_sizes_are_changed_from_the_page_and_times_only_before_asking(client, here):
    client.force_login(here.people.coordinator)
    url = reverse("mentoringcircles:change", args=[here.session.pk])
    assert client.post(url, given(here.at, seen=0)).status_code == 302
    assert (here.now().title, len(asked.starts(here.now()))) == ("Second", 1)
    here.ask()
    assert "time_1" not in client.get(url).content.decode()
    late = given(here.at, seen=here.now().revision, answer_by=(here.at + timedelta(days=20)).date())
    assert client.post(url, late).status_code == 422


def test_somebody_answers_changes_it_and_reads_their_circle(client, here):
    here.everybody(Boris="", Chen="")
    client.force_login(here.part("Chen").person)
    mine = reverse("mentoringcircles:mine", args=[here.asked("Chen").pk])
    first = asked.times(here.session)[0]
    client.post(mine, {"times": [str(first.pk)], "circles": 3})
    chen = here.asked("Chen")
    assert ([one.pk for one in chen.times.all()], chen.circles) == ([first.pk], 1)
    assert client.post(mine, {"times": ["no time"]}).status_code == 404
    here.form()
    assert "Ana" not in client.get(mine).content.decode()
    here.do(telling.publish)
    page = client.get(mine).content.decode()
    assert [name in page for name in ("Ana", "Dana", "Boris", "Boat house")] == [True, True, False, True]
    for _twice in range(2):
        client.post(reverse("mentoringcircles:decline", args=[chen.pk]))
    assert here.circles() == ["Ana: Dana Eva Finn"]
    assert "You are out of your circle" in client.get(mine).content.decode()
    late = client.post(mine, {"times": [str(first.pk)]}, follow=True).content.decode()
    assert "Answers are not taken any more." in late


def test_a_mentor_says_how_many_circles_they_would_lead(client, here):
    here.ask()
    client.force_login(here.part("Ana").person)
    mine = reverse("mentoringcircles:mine", args=[here.asked("Ana").pk])
    first = asked.times(here.session)[0]
    client.post(mine, {"times": [str(first.pk)], "circles": 2})
    assert here.asked("Ana").circles == 2
    assert "How many circles would you lead?" in client.get(mine).content.decode()


def test_a_small_circle_is_settled_from_the_page(client, here):
    here.publish(Boris="", Eva="", Finn="")
    telling.take_out(here.seat("Dana"), by=here.people.by, at=here.at)
    client.force_login(here.people.coordinator)
    page = client.get(reverse("mentoringcircles:session", args=[here.session.pk])).content.decode()
    assert "Too small" in page
    which = f"?circle={here.circle().pk}"
    for deed, text in (("keep", "It goes on."), ("off", "Called off, and its people are told.")):
        url = reverse("mentoringcircles:circle", args=[here.session.pk, deed]) + which
        assert text in client.post(url, follow=True).content.decode()
    assert here.circle().off
    page = client.get(reverse("mentoringcircles:session", args=[here.session.pk])).content.decode()
    gone = page[page.index("In no circle any more") :].partition("</section>")[0]
    assert [name in gone for name in ("Ana", "Chen", "Dana", "Boris")] == [True, True, True, False]
    client.force_login(here.part("Chen").person)
    mine = client.get(reverse("mentoringcircles:mine", args=[here.asked("Chen").pk]))
    assert "Your circle has been called off." in mine.content.decode()


@pytest.mark.parametrize("state", [CirclesState.ASKING, CirclesState.FORMED, CirclesState.PUBLISHED])
def test_the_page_asks_as_often_for_many_as_for_few(client, here, state):
    def ready():
        here.do(asking.ask)
        for name in here.of:
            here.answer(name)
        if state != CirclesState.ASKING:
            here.form()

    def seen():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    client.force_login(here.people.coordinator)
    url = reverse("mentoringcircles:session", args=[here.session.pk])
    ready()
    seen()
    few = seen()
    for name in ("Gina", "Hana", "Ines"):
        here.of[name] = here.people.mentee(name)
        here.of[f"{name}s"] = here.people.mentor(f"{name}s")
    ready()
    if state == CirclesState.PUBLISHED:
        here.do(telling.publish)
        assert seen() == few + 1, "who sits in no circle any more"
    else:
        assert seen() == few


def test_the_page_says_how_far_the_search_went(client, here):
    here.everybody()
    here.form()
    client.force_login(here.people.coordinator)
    for tiers, said in (
        ({}, ""),
        ({"seated": [9, 10], "points": [5, None]}, "seat 9 mentees, and none seat more than 10."),
        ({"seated": [9, 9], "points": [50, 50]}, "none has more points."),
        ({"seated": [9, 9], "points": [50, 52]}, "more than 4 percent more."),
        ({"seated": [9, 9], "points": [0, None]}, "more than 100 percent more."),
    ):
        CircleSession.objects.update(tiers=tiers)
        page = client.get(reverse("mentoringcircles:session", args=[here.session.pk])).content.decode()
        assert ("Points come from the areas" in page, said in page) == (bool(tiers), True)
