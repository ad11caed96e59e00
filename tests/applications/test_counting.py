"""Answers that nobody reads: counted when sent, kept nowhere, and told in groups of five or more."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fairlead.applications.actions import carrying, drafting
from fairlead.applications.models import Application, Tally
from fairlead.applications.queries import asking, counting, eligibility
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.questions.enums import Reader
from fairlead.questions.models import Question
from tests import factories
from tests.applications import answering
from tests.applications.forms import publish, q
from tests.applications.pages import step_page, text

pytestmark = pytest.mark.django_db
CARE = q("care", "choice", options=["yes", "no"], label="Do you care for anybody?", reader="nobody")


def draft(round, person, at, **own):
    application = answering.draft(round, person, at)
    drafting.save(application, {}, at, own=own)
    return application


def send(round, person, at, **own):
    application = draft(round, person, at, **own)
    drafting.submit(application, factories.actor(person), at)
    return application


def tallies():
    return dict(Tally.objects.values_list("answer", "count"))


def test_what_nobody_reads_is_counted_and_not_kept(round, at):
    publish(round.programme, CARE, q("why"))
    sent = send(round, factories.person(), at, care="yes", why="Because")
    send(round, factories.person(), at, care="yes")
    send(round, factories.person(), at)
    assert tallies() == {"yes": 2, "": 1}
    assert sent.own_answers == {"why": "Because"}


def test_its_writer_sees_it_until_it_is_sent_and_nobody_else_ever(client, round, ana, at):
    publish(round.programme, CARE)
    application = draft(round, ana, at, care="yes")
    client.force_login(ana)
    page = text(client.get(step_page(application, "page-2")))
    assert "Read by nobody: when you send the application it is only counted" in page
    assert "Do you care for anybody?" in text(client.get(step_page(application, "check")))
    for reader in Reader:
        seen = [one.key for one in asking.own_answers(application, reader)]
        assert seen == (["care"] if reader == Reader.NOBODY else [])
    drafting.submit(application, factories.actor(ana), at)
    client.force_login(factories.member(round.programme))
    detail = text(client.get(reverse("applications:detail", args=[application.pk])))
    export = client.get(reverse("applications:export", args=[round.pk])).content.decode()
    assert ("care for anybody" in detail, "care for anybody" in export) == (False, False)


def test_no_rule_is_about_what_is_only_counted(round):
    publish(round.programme, CARE)
    assert [one.key for one in eligibility.subjects(round.programme, Side.MENTEE)] == ["experience"]


def test_a_draft_keeps_nothing_of_it_in_words_when_the_question_goes(round, ana, at):
    publish(round.programme, CARE)
    application = draft(round, ana, at, care="yes")
    publish(round.programme, q("why"))
    carried = carrying.carry_over(application, at=at)
    assert (carried.left, application.earlier_answers, application.own_answers) == (
        ["Do you care for anybody?"],
        [],
        {},
    )


@pytest.mark.parametrize("wrong", [{"matching": True}, {"required": True}, {"kind": "short"}])
def test_the_database_keeps_what_is_only_counted_optional_and_out_of_the_matching(round, wrong):
    version = publish(round.programme, CARE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(section__version=version, key="care").update(**wrong)


def test_counts_are_told_when_the_intake_is_over_to_those_who_see_all(client, round, at):
    publish(round.programme, CARE)
    for number in range(11):
        send(round, factories.person(), at, **({"care": "yes"} if number < 6 else {"care": "no"}))
    team = factories.member(round.programme, TeamRole.HR_LEAD)
    partner = factories.member(
        round.programme, TeamRole.PARTNER_COORDINATOR, institution=round.programme.lead
    )

    def page(person):
        client.force_login(person)
        return text(client.get(reverse("programmes:round", args=[round.pk])))

    assert "Only counted" not in page(team)
    round.state = RoundState.CLOSED
    round.save()
    assert "Only counted" in page(team)
    assert "Only counted" not in page(partner)
    (told,) = counting.counted(round)
    assert (told.label, told.total) == ("Do you care for anybody?", 11)
    assert told.groups == [("Yes", 6), ("No", 5)]


@given(st.dictionaries(st.text("abc", max_size=2), st.integers(0, 12)))
def test_no_group_is_under_five_and_none_follows_by_subtraction(given):
    groups = counting.grouped(given)
    assert all(number >= 5 for _answer, number in groups)
    assert sum(number for _answer, number in groups) in {0, sum(given.values())}
    alone = [answer for answer, _number in groups if answer is not None]
    assert all(given[answer] >= 5 for answer in alone)


def test_a_question_that_is_gone_is_told_by_its_key(round):
    Tally.objects.create(round=round, side="mentee", key="gone", answer="x", count=7)
    Tally.objects.create(round=round, side="mentee", key="gone", answer="", count=2)
    round.state = RoundState.FINISHED
    assert [(one.label, one.groups) for one in counting.counted(round)] == [
        ("gone", [("Other answers, together", 9)])
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_both_are_counted(at_once, round, at):
    publish(round.programme, CARE)
    both = [draft(round, factories.person(), at, care="yes") for _n in range(2)]
    at_once(
        *(
            lambda one=one: drafting.submit(one, factories.actor(one.person), at + timedelta(minutes=1))
            for one in both
        )
    )
    assert (tallies(), Application.objects.filter(state="submitted").count()) == ({"yes": 2}, 2)
    assert connection.connection is not None
