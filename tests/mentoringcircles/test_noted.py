"""What people read of mentoring circles at home, what is kept of them, and what they take along."""

from datetime import timedelta

import pytest

from fairlead.mentoringcircles.actions import keeping, telling
from fairlead.mentoringcircles.models import CircleAnswer
from fairlead.mentoringcircles.queries import telling as queries
from fairlead.programmes.keeping import Part
from tests import factories
from tests.mentoringcircles.gathering import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def test_home_and_application_ask_and_then_show_the_circle(here):
    chen, application = factories.actor(here.part("Chen").person), here.of["Chen"]
    here.ask()
    (todo,), (note,) = queries.todos(chen, here.at), queries.notes(application, here.at)
    assert (str(todo.action), note.asks) == ("Answer", True)
    for name in here.of:
        here.answer(name)
    assert (queries.todos(chen, here.at), queries.notes(application, here.at)) == ([], [])
    here.form()
    here.do(telling.publish)
    (todo,), (note,) = queries.todos(chen, here.at), queries.notes(application, here.at)
    assert (str(todo.title), str(note.title)) == (
        "Come to your circle: Dual career",
        "Mentoring circle: Dual career",
    )
    assert queries.todos(chen, here.at + timedelta(days=9)) == []


def test_answers_and_seats_go_with_the_round_and_are_told_to_their_person(here):
    here.publish(Boris="")
    chen = here.part("Chen")
    part = Part(here.people.round.pk, chen.person_id)
    assert keeping.held(here.people.round.programme_id)["mentoringcircles", part] == 2
    rows = {one.key: one.rows for one in queries.export(factories.actor(chen.person))}
    assert [len(one) for one in rows.values()] == [1, 1]
    assert len(rows["circle_answers"][0]["times"]) == 2
    assert rows["circle_seats"][0]["topic"] == "Dual career"
    assert keeping.prune([part], at=here.at) == {"mentoringcircles": 2}
    assert keeping.prune([part], at=here.at) == {}
    assert not CircleAnswer.objects.filter(participation=chen).exists()
