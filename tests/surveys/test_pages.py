"""The pages of surveys: answering without an account, results in groups, queries that do not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.surveys import queries
from fairlead.surveys.actions import answering, waves
from fairlead.surveys.actions.letters import secret_of
from fairlead.surveys.enums import AskState, WaveState
from fairlead.surveys.models import Ask, Questionnaire, Wave
from tests import factories
from tests.surveys import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def round(now):
    today = now.date()
    return asking.round_with_pairs(6, starts_on=today, ends_on=today + timedelta(days=180))


@pytest.fixture
def lead(client, round):
    lead = factories.member(round.programme)
    client.force_login(lead)
    return lead


def link(ask):
    return reverse("surveys:by_link", args=[secret_of(ask)])


def test_pulse_is_answered_by_the_link_without_signing_in_and_once(client, round, now):
    wave = asking.wave(round, "pulse", at=now)
    ask = asking.asks(wave, "mentee")[0]
    page = client.get(link(ask)).content.decode()
    assert "Anonymous" in page
    assert "How is your mentoring going?" in page
    given = {"own-going": "4", "own-met": "yes", "do": "send"}
    thanks = client.post(link(ask), given, follow=True).content.decode()
    assert "Your answers are kept without your name" in thanks
    assert "How is your mentoring going?" not in thanks
    again = client.post(link(ask), given, follow=True).content.decode()
    assert "You have answered this survey already" in again
    assert queries.rate(wave).answered == 1


def test_looking_at_the_link_answers_nothing(client, round, now):
    ask = asking.asks(asking.wave(round, "pulse", at=now))[0]
    for _time in range(3):
        client.get(link(ask))
        client.head(link(ask))
    assert Ask.objects.get(pk=ask.pk).state == AskState.ASKED


def test_what_was_begun_is_there_again_by_the_link_and_signed_in(client, round, now):
    ask = asking.asks(asking.wave(round, at=now))[0]
    client.post(link(ask), {"own-sure-rules": "4", "own-hopes": "Fewer mails", "do": "save"})
    assert "Fewer mails" in client.get(link(ask)).content.decode()
    client.force_login(ask.person)
    assert "Fewer mails" in client.get(reverse("surveys:answer", args=[ask.pk])).content.decode()


def test_typing_is_saved_in_the_background(client, round, now):
    ask = asking.asks(asking.wave(round, at=now))[0]
    saved = client.post(link(ask), {"own-hopes": "Fewer"}, headers={"X-Autosave": "true"})
    assert (saved.status_code, saved.content) == (200, b"")
    client.post(link(ask), {"own-hopes": "Fewer mails", "do": "send"})
    late = client.post(link(ask), {"own-hopes": "Fewer mails!"}, headers={"X-Autosave": "true"})
    assert late.status_code == 409


def test_bad_answer_has_its_message_and_nothing_is_lost(client, round, now):
    ask = asking.asks(asking.wave(round, at=now))[0]
    answer = client.post(link(ask), {"own-sure-rules": "9", "own-hopes": "Fewer mails", "do": "send"})
    page = answer.content.decode()
    assert (answer.status_code, "Not more than 5." in page, "Fewer mails" in page) == (422, True, True)


def test_empty_survey_is_not_sent(client, round, now):
    ask = asking.asks(asking.wave(round, at=now))[0]
    answer = client.post(link(ask), {"do": "send"})
    assert (answer.status_code, "Answer at least one question" in answer.content.decode()) == (422, True)


def test_who_does_not_want_to_answer_says_so_with_one_button(client, round, now):
    ask = asking.asks(asking.wave(round, at=now))[0]
    page = client.post(link(ask), {"do": "decline"}, follow=True).content.decode()
    assert "You said: no, thank you" in page
    assert Ask.objects.get(pk=ask.pk).state == AskState.DECLINED


def test_survey_that_is_over_says_so(client, round, now):
    wave = asking.wave(round, at=now)
    ask = asking.asks(wave)[0]
    waves.close_wave(wave, at=now)
    assert "This survey is over" in client.get(link(ask)).content.decode()


def test_my_surveys_and_home_name_what_waits(client, round, now):
    wave = asking.wave(round, at=now)
    ask = asking.asks(wave, "mentee")[0]
    client.force_login(ask.person)
    assert "To answer" in client.get(reverse("surveys:mine")).content.decode()
    assert "Answer the survey “At the start”" in client.get(reverse("portal:home")).content.decode()
    answering.send(ask, {"sure-rules": 4}, at=now)
    page = client.get(reverse("surveys:mine")).content.decode()
    assert "Nothing to answer" in page
    assert "Answered" in page


def test_results_are_hidden_until_ten_have_answered(client, lead, round, now):
    wave = asking.wave(round, at=now)
    address = reverse("surveys:wave", args=[wave.pk])
    asking.answered(wave, [{"sure-rules": 4}] * 9, at=now)
    assert "Nothing to show yet" in client.get(address).content.decode()
    answering.send(asking.asks(wave)[9], {"sure-rules": 4}, at=now)
    page = client.get(address).content.decode()
    assert "From 5 answers." in page
    assert "10 of 12 people asked have answered." in page


def test_closed_wave_tells_shares_means_and_words_in_groups(client, lead, round, now):
    wave = asking.wave(round, "end", at=now)
    given = [
        {"sure-rules": 4, "applied": ["contact"], "best": f"Words {n}", "recommend": 9} for n in range(5)
    ]
    asking.answered(wave, given, at=now, side="mentee")
    mentors = [{"sure-rules": 2, "worst": "Less paper"}] * 4
    asking.answered(wave, mentors, at=now, side="mentor")
    page = client.get(reverse("surveys:wave", args=[asking.closed(wave, at=now).pk])).content.decode()
    assert "From 9 answers." in page
    assert "3.11" in page
    assert all(f"Words {n}" in page for n in range(5))
    assert "Less paper" not in page
    assert "Fewer than five answered this; it is not shown." in page


def test_sides_are_told_apart_only_where_each_has_five(round, now):
    for mentors, told in ((4, ()), (5, ("Mentee", "Mentor"))):
        wave = asking.wave(round, "end", at=now, title=f"End {mentors}")
        asking.answered(wave, [{"sure-rules": 4}] * 5, at=now, side="mentee")
        asking.answered(wave, [{"sure-rules": 2}] * mentors, at=now, side="mentor")
        found = queries.results(asking.closed(wave, at=now), "en")
        (rules,) = [one for one in found.questions if one.key == "sure-rules"]
        assert tuple(group.label for group in rules.groups) == told


def test_coordinator_plans_the_usual_waves_opens_and_closes(client, lead, round):
    page = client.post(reverse("surveys:plan_usual", args=[round.pk]), follow=True).content.decode()
    assert "5 waves are planned." in page
    first = Wave.objects.earliest("opens_on")
    page = client.post(reverse("surveys:move", args=[first.pk, "open"]), follow=True).content.decode()
    assert "12 people are asked now." in page
    again = client.post(reverse("surveys:move", args=[first.pk, "open"]), follow=True).content.decode()
    assert "This has already changed" in again
    client.post(reverse("surveys:move", args=[first.pk, "close"]))
    assert Wave.objects.get(pk=first.pk).state == WaveState.CLOSED
    second = Wave.objects.filter(state=WaveState.PLANNED).earliest("opens_on")
    client.post(reverse("surveys:move", args=[second.pk, "remove"]))
    assert not Wave.objects.filter(pk=second.pk).exists()


def test_days_that_make_no_sense_have_their_message(client, lead, round, now):
    wave = asking.wave(round, at=now, opened=False)
    today = now.date()
    given = {
        "pace": "after_start",
        "days": "3",
        "opens_on": today.isoformat(),
        "closes_on": (today - timedelta(days=3)).isoformat(),
        "answer_days": "5",
    }
    answer = client.post(reverse("surveys:days", args=[wave.pk]), given)
    assert (answer.status_code, "The last day comes before the first." in answer.content.decode()) == (
        422,
        True,
    )
    given["closes_on"] = (today + timedelta(days=9)).isoformat()
    assert client.post(reverse("surveys:days", args=[wave.pk]), given).status_code == 302


def test_one_wave_is_planned_on_days_of_ones_own(client, lead, round, now):
    asked = asking.questionnaire(round, "training", at=now)
    today = now.date()
    given = {
        "pace": "on_day",
        "days": "",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=9)).isoformat(),
        "answer_days": "5",
    }
    address = reverse("surveys:plan", args=[round.pk, asked.pk])
    assert client.post(address, given).status_code == 302
    assert Wave.objects.get().days == 0
    assert client.post(address, given).status_code == 404


def test_own_questions_are_built_with_the_form_builder_and_published(client, lead, round):
    given = {"title": "Our own", "moment": "other", "audience": "both", "privacy": "anonymous"}
    added = client.post(reverse("surveys:add", args=[round.programme_id, "own"]), given, follow=True)
    page = added.content.decode()
    assert "Draft of version 1. Nobody is asked this yet." in page
    made = Questionnaire.objects.get()
    version = queries.draft(made)
    section = version.sections.get()
    kinds = client.get(reverse("questions:kinds", args=[version.pk, section.pk])).content.decode()
    assert "Consent to a text" not in kinds
    address = reverse("questions:question_new", args=[version.pk, section.pk, "scale"])
    page = client.get(address).content.decode()
    assert "May be used for matching" not in page
    assert "Who reads the answer" not in page
    asked = {"label": "How was it?", "limit_least": "1", "limit_most": "5", "seen": "0"}
    assert client.post(address, asked).status_code == 302
    published = client.post(reverse("questions:publish", args=[version.pk]), {"seen": "1"}, follow=True)
    assert "Waves that open from now on ask this version." in published.content.decode()
    assert queries.published(made).number == 1


def test_new_version_does_not_change_a_wave_that_is_open(client, lead, round, now):
    wave = asking.wave(round, "pulse", at=now)
    made = wave.questionnaire
    client.post(reverse("surveys:do", args=[made.pk, "draft"]))
    version = queries.draft(made)
    client.post(reverse("questions:publish", args=[version.pk]), {"seen": str(version.revision)})
    wave.refresh_from_db()
    assert (wave.version.number, queries.published(made).number) == (1, 2)


def test_questionnaire_is_put_away_and_taken_up_again(client, lead, round, now):
    made = asking.questionnaire(round, at=now)
    address = reverse("surveys:questionnaires", args=[round.programme_id])
    client.post(reverse("surveys:do", args=[made.pk, "away"]))
    assert "1 survey put away" in client.get(address).content.decode()
    draft = client.post(reverse("surveys:do", args=[made.pk, "draft"]), follow=True).content.decode()
    assert "This questionnaire was put away." in draft
    client.post(reverse("surveys:do", args=[made.pk, "again"]))
    assert "survey put away" not in client.get(address).content.decode()


def test_settings_are_saved(client, lead, round, now):
    made = asking.questionnaire(round, at=now)
    given = {"title": "Renamed", "moment": "mid", "audience": "mentee", "privacy": "anonymous"}
    assert client.post(reverse("surveys:settle", args=[made.pk]), given).status_code == 302
    made.refresh_from_db()
    assert (made.moment, made.audience, made.privacy) == ("mid", "mentee", "anonymous")
    assert Questionnaire.objects.get().form.title == "Renamed"


@pytest.mark.parametrize("name", ["waves", "wave", "mine", "questionnaires", "change"])
def test_pages_ask_as_often_for_three_as_for_one(client, round, now, name):
    lead = factories.member(round.programme)
    counts = []
    for instruments in (["baseline"], ["mid", "end"]):
        for instrument in instruments:
            wave = asking.wave(round, instrument, at=now)
            asking.answered(wave, [{"sure-rules": 4}] * 12, at=now)
            if name == "change":
                asking.closed(wave, at=now)
        who = asking.asks(wave)[0].person if name == "mine" else lead
        client.force_login(who)
        args = {"wave": [wave.pk], "mine": [], "questionnaires": [round.programme_id]}.get(name, [round.pk])
        client.get(reverse(f"surveys:{name}", args=args))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(f"surveys:{name}", args=args))
        counts.append(len(asked))
    if name == "change":
        assert counts[1] <= 20
    else:
        assert counts[0] == counts[1]
