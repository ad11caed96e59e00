"""Rules on who may apply, as applicants read them and coordinators make exceptions from them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.applications.actions import drafting, excepting
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import EligibilityException
from fairlead.applications.queries import eligibility
from fairlead.audit.models import Entry
from fairlead.programmes.enums import Side
from fairlead.programmes.models import EligibilityRule
from fairlead.programmes.queries.eligibility import Outcome
from fairlead.questions.enums import Kind, VersionState
from fairlead.questions.models import Form, FormVersion, Question, Section
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 5)


def rule(programme, subject="grade", test="at_least", value=(7,), **fields):
    fields = {"side": Side.MENTEE, "exceptions_by": "The HR department", **fields}
    return EligibilityRule.objects.create(
        programme=programme, subject=subject, test=test, value=list(value), **fields
    )


def outcomes(application):
    return [one.verdict.outcome for one in eligibility.check(application, on=ON)]


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def cora(round):
    return factories.member(round.programme)


def sent(round, **fields):
    return factories.application(round, state=ApplicationState.SUBMITTED, **fields)


def test_an_answer_counts_until_a_staff_list_says_otherwise(round, at):
    rule(round.programme)
    application = sent(round, grade=8)
    assert outcomes(application) == [Outcome.PASSED]
    record = factories.affiliation(application.person, application.unit, grade=5)
    assert outcomes(application) == [Outcome.PASSED]
    record.listed_at = at
    record.save()
    assert outcomes(application) == [Outcome.FAILED]


def test_what_is_on_record_fills_what_was_not_answered(round):
    rule(round.programme)
    application = sent(round, grade=None)
    assert outcomes(application) == [Outcome.UNKNOWN]
    factories.affiliation(application.person, application.unit, grade=5)
    assert outcomes(application) == [Outcome.FAILED]


def test_a_record_at_another_institution_says_nothing(round, at):
    rule(round.programme)
    application = sent(round, grade=8)
    factories.affiliation(application.person, grade=5, listed_at=at)
    assert outcomes(application) == [Outcome.PASSED]


def test_years_at_the_institution_count_only_from_a_staff_list(round, at):
    rule(round.programme, "years_here", value=(1,))
    application = sent(round)
    record = factories.affiliation(application.person, application.unit, started_on=date(2026, 10, 1))
    assert outcomes(application) == [Outcome.UNKNOWN]
    record.listed_at, record.started_on = at, date(2020, 1, 1)
    record.save()
    assert outcomes(application) == [Outcome.PASSED]


@pytest.fixture
def version(round, at):
    form = Form.objects.create(programme=round.programme, side=Side.MENTEE)
    made = FormVersion.objects.create(
        form=form, number=1, state=VersionState.PUBLISHED, languages=["en"], changed_at=at, published_at=at
    )
    page = Section.objects.create(version=made, position=0, title={"en": "More"})
    options = [{"key": key, "label": {"en": key.title()}} for key in ("red", "blue")]
    for position, (key, kind) in enumerate(
        (("works", Kind.YES_NO), ("colour", Kind.CHOICE), ("until", Kind.DATE), ("words", Kind.LONG))
    ):
        Question.objects.create(
            section=page,
            position=position,
            key=key,
            kind=kind,
            label={"en": f"{key}?"},
            options=options if kind == Kind.CHOICE else [],
        )
    return made


def test_rules_are_about_own_questions_but_never_about_free_text(round, version):
    found = eligibility.subjects(round.programme, Side.MENTEE)
    assert [one.key for one in found] == ["experience", "own:works", "own:colour", "own:until"]


def test_answers_to_own_questions_are_judged_and_told(round, version):
    rule(round.programme, "own:works", "yes", ())
    rule(round.programme, "own:colour", "one_of", ("red",), position=1)
    rule(round.programme, "own:until", "after_round", (), position=2)
    answers = {"works": False, "colour": "red", "until": "2099-08-31"}
    application = sent(round, form_version=version, own_answers=answers)
    told = [one.verdict for one in eligibility.check(application, on=ON)]
    assert [(one.outcome, one.sentence, one.fact) for one in told] == [
        (Outcome.FAILED, "“works?” is answered with yes", "no"),
        (Outcome.PASSED, "“colour?” is one of: Red", "Red"),
        (Outcome.FAILED, "“until?” lies after the end of the round", "31 Aug 2099"),
    ]


def test_the_applicant_reads_why_and_who_can_make_an_exception_and_sends_it(client, round, ana):
    rule(round.programme, explanation="The tasks need experience.")
    draft = factories.application(round, who=ana, state=ApplicationState.DRAFT, grade=4)
    check = reverse("applications:step", args=[draft.pk, "check"])
    for address in (check, reverse("applications:status", args=[draft.pk])):
        shown = text(client.get(address))
        for words in ("Grade is at least 7", "The tasks need experience.", "The HR department can make"):
            assert words in shown
    assert "Send the application" in text(client.get(check))
    client.post(check)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.SUBMITTED


def test_without_a_possible_exception_it_cannot_be_sent(client, round, ana):
    rule(round.programme, exceptions_by="")
    draft = factories.application(round, who=ana, state=ApplicationState.DRAFT, grade=4)
    check = reverse("applications:step", args=[draft.pk, "check"])
    assert "Send the application" not in text(client.get(check))
    assert "It cannot be sent." in text(client.post(check, follow=True))
    with pytest.raises(excepting.NotEligible):
        drafting.submit(draft, factories.actor(ana), timezone.now())
    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_somebody_about_to_apply_is_told_at_the_start(client, round, ana):
    rule(round.programme)
    factories.affiliation(ana, grade=4)
    shown = text(client.get(reverse("applications:apply", args=["harbour", "mentee"])))
    assert ("Grade is at least 7" in shown, "can still apply" in shown) == (True, True)


def test_an_exception_is_made_with_a_reason_and_taken_back(client, round, cora):
    wanted = rule(round.programme)
    application = sent(round, grade=4)
    client.force_login(cora)
    door = reverse("applications:exception", args=[application.pk])
    given = {"rule": wanted.pk, "do": "make", "reason": "Acting head since May"}
    assert "Say why" in text(client.post(door, given | {"reason": " "}, follow=True))
    client.post(door, given)
    made = EligibilityException.objects.get()
    assert (made.reason, made.made_by, made.rule) == ("Acting head since May", cora, wanted)
    shown = text(client.get(reverse("applications:detail", args=[application.pk])))
    assert ("Acting head since May" in shown, "Exception made by" in shown) == (True, True)
    assert "Somebody made this exception" in text(client.post(door, given, follow=True))
    client.post(door, {"rule": wanted.pk, "do": "take_back"})
    assert not EligibilityException.objects.exists()
    assert "took this exception back" in text(
        client.post(door, {"rule": wanted.pk, "do": "take_back"}, follow=True)
    )
    verbs = Entry.objects.filter(verb__contains="exception")
    assert {one.verb for one in verbs} == {"eligibility exception made", "eligibility exception taken back"}
    assert "Acting" not in str([one.details for one in verbs])


def test_no_exception_where_the_rule_is_met_or_all_is_decided(round, cora, at):
    wanted = rule(round.programme)
    by = factories.actor(cora)
    with pytest.raises(excepting.NoExceptionNeeded):
        excepting.make_exception(sent(round, grade=9), wanted.pk, "Why", by=by, at=at)
    with pytest.raises(excepting.AlreadyMoved):
        excepting.make_exception(factories.application(round, grade=4), wanted.pk, "Why", by=by, at=at)
    with pytest.raises(excepting.AlreadyMoved):
        excepting.take_back(factories.application(round, grade=4), wanted.pk, by=by, at=at)


@pytest.mark.parametrize("given", [{"rule": "x", "do": "make"}, {"do": "dance"}])
def test_an_exception_that_names_nothing_is_not_found(client, round, cora, given):
    client.force_login(cora)
    wanted = rule(round.programme)
    door = reverse("applications:exception", args=[sent(round).pk])
    assert client.post(door, {"rule": wanted.pk, **given}).status_code == 404


def test_an_hr_lead_reads_no_verdicts(client, round):
    rule(round.programme)
    application = sent(round, grade=4)
    client.force_login(factories.member(round.programme, factories.TeamRole.HR_LEAD))
    shown = text(client.get(reverse("applications:detail", args=[application.pk])))
    listed = text(client.get(reverse("applications:list", args=[round.pk])))
    assert ("Grade is at least 7" in shown, "a rule is not met" in listed) == (False, False)


def test_the_inbox_flags_what_is_to_be_looked_at(client, round, cora, at):
    wanted = rule(round.programme)
    fails, unknown, fine, excepted = (sent(round, grade=grade) for grade in (4, None, 9, 3))
    excepting.make_exception(excepted, wanted.pk, "Why", by=factories.actor(cora), at=at)
    listed = [fails, unknown, fine, excepted]
    assert eligibility.flags(listed, on=ON) == {
        fails.pk: eligibility.Flag(failed=1),
        unknown.pk: eligibility.Flag(unknown=1),
        excepted.pk: eligibility.Flag(excepted=1),
    }
    client.force_login(cora)
    shown = text(client.get(reverse("applications:list", args=[round.pk])))
    for words in ("a rule is not met", "a rule to look at", "exception made"):
        assert words in shown


def test_flags_cost_the_same_queries_for_one_and_for_three(round):
    rule(round.programme)
    counts = []
    for number in (1, 3):
        listed = [sent(round, grade=4) for _n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            eligibility.flags(listed, on=ON)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_status_page_tells_of_an_exception(round, cora, at):
    wanted = rule(round.programme)
    application = sent(round, grade=4)
    excepting.make_exception(application, wanted.pk, "Why", by=factories.actor(cora), at=at)
    assert [note.title for note in eligibility.notes(application, at)] == ["An exception was made for you"]
    application.state = ApplicationState.DECLINED
    assert eligibility.notes(application, at) == []
