"""What a worker works out about very many people: asked for, watched, called off, kept while it holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.engine.refusals import Cancelled
from fairlead.matching import tasks
from fairlead.matching.actions import reckoning as actions
from fairlead.matching.actions import ruling, watching
from fairlead.matching.enums import Reckoned, ReckoningState, RulingKind, RunState
from fairlead.matching.models import Reckoning, Run
from fairlead.matching.queries import effects, fairness, reckoning
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.weighing import default_weights
from tests.matching.approving import text
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
AREAS = ("Dual career", "Housing", "Visas", "Schools")


@pytest.fixture
def people(monkeypatch):
    """Five mentors and five mentees, who are very many here."""
    some = pool()
    for number in range(5):
        some.mentor(f"Mentor{number}", (AREAS[number % 4], AREAS[(number + 1) % 4]), grade=5 + number % 4)
    for number in range(5):
        wanted = (AREAS[number % 4], AREAS[(number * 3 + 1) % 4])
        some.mentee(f"Mentee{number}", tuple(dict.fromkeys(wanted)), grade=4 + number % 3)
    monkeypatch.setattr(fairness, "AT_ONCE_UP_TO", 9)
    monkeypatch.setattr(effects, "MOST_AT_ONCE", 9)
    return some


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def form(**more):
    """The policy's form as the page sends it."""
    weights = default_weights()
    found = {f"weight_{key}": value for key, value in weights["weights"].items()}
    return found | {"institutions": weights["institutions"], "standing": weights["standing"], **more}


def worked_out(asked):
    assert actions.carry_out(asked.pk, at=timezone.now())
    return Reckoning.objects.get(pk=asked.pk)


def test_the_steps_of_a_large_run_are_asked_for_watched_and_kept_with_the_run(signed_in, people, at):
    run = people.run(at)
    page, work_out = (
        reverse("matching:fairness", args=[run.pk]),
        reverse("matching:steps", args=[run.pk, "work-out"]),
    )
    before = text(signed_in.get(page))
    assert "it takes a minute or more to work out what raising the worst-off pair costs" in before
    signed_in.post(work_out)
    asked = Reckoning.objects.get()
    assert (asked.kind, asked.state, asked.run) == (Reckoned.STEPS, ReckoningState.QUEUED, run)
    signed_in.post(work_out)
    assert Reckoning.objects.get() == asked
    progress = signed_in.get(page, headers={"HX-Request": "true"})
    assert "Waiting for a free worker" in text(progress)
    kept = worked_out(asked)
    assert (kept.state, kept.percent, kept.step) == (ReckoningState.DONE, 100, "")
    assert fairness.steps_of(run) == fairness.work_out(run)
    ended = signed_in.get(page, headers={"HX-Request": "true"})
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")
    after = text(signed_in.get(page))
    assert "Each step is proven and checked, and none worth choosing is left out." in after
    assert "Work it out" not in after


def test_the_steps_of_another_run_take_the_place_of_those_kept(people, at):
    first, second = people.run(at), people.run(at)
    worked_out(actions.ask_steps(first, by=people.by, at=at))
    assert fairness.steps_of(first) is not None
    actions.ask_steps(second, by=people.by, at=at)
    assert fairness.steps_of(first) is None
    assert [one.run for one in Reckoning.objects.all()] == [second]


def test_what_is_called_off_stops_and_can_be_asked_again(signed_in, people, at):
    run = people.run(at)
    asked = actions.ask_steps(run, by=people.by, at=at)
    Reckoning.objects.update(state=ReckoningState.RUNNING, attempts=1, lease_until=timezone.now())
    asked.refresh_from_db()
    watch = watching.Held(asked).watch
    assert not watch.cancelled()
    signed_in.post(reverse("matching:steps", args=[run.pk, "cancel"]))
    with pytest.raises(Cancelled):
        fairness.work_out(run, watch=watching.Held(asked).watch)
    assert "This was cancelled." in text(signed_in.get(reverse("matching:fairness", args=[run.pk])))
    assert not actions.carry_out(asked.pk, at=timezone.now())
    again = actions.ask_steps(run, by=people.by, at=at)
    assert (again.state, again.pk == asked.pk) == (ReckoningState.QUEUED, False)
    with pytest.raises(Cancelled):
        fairness.work_out(run, watch=watching.Held(asked).watch)


def test_a_lost_worker_is_followed_by_another_and_what_fails_says_so(signed_in, people, at, monkeypatch):
    run = people.run(at)
    asked = actions.ask_steps(run, by=people.by, at=timezone.now() - timedelta(minutes=10))
    assert tasks._take_up(timezone.now()) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (ReckoningState.DONE, 1)
    Reckoning.objects.all().delete()
    asked = actions.ask_steps(run, by=people.by, at=at)

    def broken(*given, **named):
        raise OSError("disk")

    monkeypatch.setattr(fairness, "work_out", broken)
    worked_out(asked)
    page = text(signed_in.get(reverse("matching:fairness", args=[run.pk])))
    assert "Something unexpected happened (OSError). Nothing was changed." in page
    assert "Work it out" in page


def test_too_many_people_even_for_a_worker_are_told_so(signed_in, people, at, monkeypatch):
    run = people.run(at)
    monkeypatch.setattr(reckoning, "MOST_WORKED_OUT", 9)
    monkeypatch.setattr(effects, "MOST_WORKED_OUT", 9)
    page = text(signed_in.get(reverse("matching:fairness", args=[run.pk])))
    assert "This run has too many people to work out what fairness costs." in page
    for ask in (
        lambda: actions.ask_steps(run, by=people.by, at=at),
        lambda: actions.ask_effect(people.round, default_weights(), by=people.by, at=at),
    ):
        with pytest.raises(actions.NothingToReckon):
            ask()
    url = reverse("matching:round", args=[people.round.pk])
    assert "This pool is too large for an effect (more than" in text(signed_in.post(url, form(do="try")))
    assert effects.effect(freeze(people.round), default_weights(), on=at.date()).problem == "beyond"


def test_the_effect_on_a_large_pool_is_what_it_would_be_on_a_small_one(people, at, monkeypatch):
    newest = people.run(at)
    asked = actions.ask_effect(people.round, default_weights(), by=people.by, at=at)
    found = reckoning.as_effect(worked_out(asked).result)
    monkeypatch.setattr(effects, "MOST_AT_ONCE", 250_000)
    frozen = freeze(people.round, base=newest)
    small = effects.effect(frozen, default_weights(), on=at.date(), newest=newest)
    assert found == replace(small, institutions=dict(small.institutions))
    monkeypatch.setattr(effects, "PAIRS_FROM", 1)
    assert effects.effect(frozen, default_weights(), on=at.date(), newest=newest) == small


def test_the_effect_is_asked_for_on_the_page_and_goes_once_the_policy_or_the_pool_changes(
    signed_in, people, at
):
    people.run(at)
    url = reverse("matching:round", args=[people.round.pk])
    tried = text(signed_in.post(url, form(do="try")))
    assert "Ask for it and watch how far it is" in tried
    started = signed_in.post(url, form(do="ask", weight_campus=7))
    assert started.url == f"{url}?asked=1#effect"
    asked = Reckoning.objects.get()
    assert (asked.kind, asked.given["weights"]["campus"]) == (Reckoned.EFFECT, 7)
    page = signed_in.get(f"{url}?asked=1")
    assert 'name="weight_campus" value="7"' in page.content.decode()
    assert "Waiting for a free worker" in text(page)
    effect = reverse("matching:effect", args=[people.round.pk])
    assert "Waiting for a free worker" in text(signed_in.get(effect, headers={"HX-Request": "true"}))
    worked_out(asked)
    ended = signed_in.get(effect, headers={"HX-Request": "true"})
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")
    found = text(signed_in.get(f"{url}?asked=1"))
    assert "5 of 5 mentees have a mentor." in found
    assert "for the people of then. It goes once the policy or the pool changes." in found
    assert "Ask for it" in text(signed_in.post(url, form(do="try", weight_campus=8)))
    assert "5 of 5 mentees" in text(signed_in.post(url, form(do="try", weight_campus=7)))
    ruling.rule(
        mentee=people.people["Mentee0"],
        mentor=people.people["Mentor0"],
        kind=RulingKind.FORBID,
        reason="",
        by=people.by,
        at=at,
    )
    assert "Ask for it" in text(signed_in.post(url, form(do="try", weight_campus=7)))


def test_an_effect_is_called_off_on_the_page(signed_in, people, at):
    actions.ask_effect(people.round, default_weights(), by=people.by, at=at)
    effect = reverse("matching:effect", args=[people.round.pk])
    assert signed_in.post(effect).url == signed_in.get(effect).url
    assert Reckoning.objects.get().state == ReckoningState.CANCELLED
    signed_in.post(effect)
    assert signed_in.get(f"{reverse('matching:round', args=[people.round.pk])}?asked=1").status_code == 200


def test_the_mark_reads_as_little_for_many_as_for_few(people, at):
    with CaptureQueriesContext(
        connection,
    ) as few:
        mark = reckoning.mark_of(people.round, default_weights(), None, at=at)
    people.mentor("Mentor9")
    people.mentee("Mentee9")
    with CaptureQueriesContext(connection) as many:
        assert reckoning.mark_of(people.round, default_weights(), None, at=at) != mark
    assert len(few) == len(many)


def test_steps_are_no_question_of_a_small_or_unfinished_run(people, at, monkeypatch):
    run = people.run(at)
    monkeypatch.setattr(fairness, "AT_ONCE_UP_TO", 60_000)
    with pytest.raises(actions.NothingToReckon):
        actions.ask_steps(run, by=people.by, at=at)
    monkeypatch.setattr(fairness, "AT_ONCE_UP_TO", 9)
    Run.objects.update(state=RunState.FAILED)
    with pytest.raises(actions.NothingToReckon):
        actions.ask_steps(Run.objects.get(pk=run.pk), by=people.by, at=at)
