"""The yearly assessment: begun, written, presented, commented, signed, frozen, followed up."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fairlead.evaluation.actions import assessments as actions
from fairlead.evaluation.assessing.document import document, missing, report
from fairlead.evaluation.enums import AgreedState, AssessmentState, Signing
from fairlead.evaluation.models import AgreedAction, Aim, Assessment, AssessmentSignature
from fairlead.evaluation.models.assessments import Voice
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import assessments as queries
from fairlead.evaluation.queries.todos import todos
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.fingerprints import digest
from tests import factories
from tests.evaluation import assessing

pytestmark = pytest.mark.django_db
IRO, HR = Voice(Signing.IRO_LEAD), Voice(Signing.HR_LEAD)
NOBODY = factories.actor()


@pytest.fixture
def programme():
    return factories.programme(
        aim="Pair colleagues.", goal_kinds=["networking"], outcomes="A plan.\n\nA review."
    )


@pytest.fixture
def year(programme):
    return assessing.begun(programme)


def frozen(assessment):
    assessing.presented(assessment)
    assert not assessing.signed(assessment, IRO)
    assert assessing.signed(assessment, HR)
    return queries.whole(assessment.pk)


def test_a_year_begins_with_the_aims_of_the_design(year):
    aims = list(year.aims.values_list("text", "reached"))
    assert [text for text, _reached in aims] == [
        "Pair colleagues.",
        "Networking opportunities",
        "A plan.",
        "A review.",
    ]
    assert {reached for _text, reached in aims} == {"open"}
    assert (year.begins_on, year.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_next_year_begins_with_the_aims_of_the_last(programme, year):
    Aim.objects.filter(assessment=year).exclude(text="A plan.").delete()
    assert list(assessing.begun(programme, 2027).aims.values_list("text", flat=True)) == ["A plan."]


def test_a_year_is_begun_once(programme, year):
    with pytest.raises(actions.NotNow, match="begun already"):
        assessing.begun(programme)
    assert [one.begins for one in queries.to_begin(programme, today=date(2026, 11, 1))] == [2025, 2024]


def test_what_is_missing_is_said(year):
    year = queries.whole(year.pk)
    assert len(missing(report(year))) == 4
    year.aims.update(reached="yes")
    checks = {key: {"level": 3, "note": ""} for key in ("purpose", "preparation", "matching")}
    checks |= {key: {"level": 2, "note": "x"} for key in ("measurement", "ethics", "administration")}
    actions.write(year, {"checks": checks, "recommendations": "Go on."}, by=NOBODY, at=factories.AT)
    assessing.agreed(year)
    assert missing(report(queries.whole(year.pk))) == []


def test_aims_are_judged_changed_added_and_taken_out(year):
    first, second = list(year.aims.all()[:2])
    changes = {str(first.pk): {"reached": "partly", "note": "38 of 40"}, str(second.pk): {"text": ""}}
    actions.write_aims(year, changes, added="A new one", by=NOBODY, at=factories.AT)
    rows = list(year.aims.values_list("text", "reached", "note"))
    assert rows[0] == ("Pair colleagues.", "partly", "38 of 40")
    assert [text for text, *_rest in rows] == ["Pair colleagues.", "A plan.", "A review.", "A new one"]


def test_a_report_without_leads_is_not_presented(year):
    factories.member(year.programme, role=factories.TeamRole.HR_LEAD)
    with pytest.raises(actions.NobodyToSign, match="International relations office"):
        actions.present(year, by=NOBODY, at=factories.AT)


def test_what_was_presented_is_not_rewritten_until_it_is_taken_back(year):
    assessing.presented(year)
    for act in (
        lambda: actions.write(year, {"training": "x"}, by=NOBODY, at=factories.AT),
        lambda: actions.write_aims(year, {}, added="x", by=NOBODY, at=factories.AT),
        lambda: actions.gather_again(year, by=NOBODY, at=factories.AT),
    ):
        with pytest.raises(AlreadyMoved):
            act()
    assessing.signed(year, IRO)
    actions.take_back(year, by=NOBODY, at=factories.AT)
    assert AssessmentSignature.objects.count() == 0
    assert year.statements.count() == 1
    actions.write(year, {"training": "x"}, by=NOBODY, at=factories.AT)


def test_who_signs_says_something_first(year):
    assessing.presented(year)
    with pytest.raises(actions.NothingSaid):
        actions.sign(year, IRO, seen=assessing.seen(year), by=NOBODY, at=factories.AT)


def test_a_signature_is_put_under_what_was_shown(year):
    assessing.presented(year)
    shown = assessing.seen(year)
    assessing.agreed(year)
    actions.say(year, IRO, "Good.", by=NOBODY, at=factories.AT)
    with pytest.raises(actions.OtherWords):
        actions.sign(year, IRO, seen=shown, by=NOBODY, at=factories.AT)


def test_signed_by_both_it_is_frozen_with_its_fingerprint(year):
    assessing.agreed(year)
    signed = frozen(year)
    content = document(signed)
    assert (signed.state, signed.digest) == (AssessmentState.SIGNED, digest(content))
    assert sorted(one["voice"] for one in content["signatures"]) == [
        "HR department",
        "International relations office",
    ]
    assert [one["text"] for one in content["statements"]] == ["A good year.", "A good year."]
    Aim.objects.all().delete()
    signed.programme.name = "Another"
    signed.programme.save()
    assert document(queries.whole(year.pk)) == content


def test_a_second_click_signs_once(year):
    assessing.presented(year)
    assert not assessing.signed(year, IRO)
    assert not actions.sign(year, IRO, seen=assessing.seen(year), by=NOBODY, at=factories.AT)
    assert AssessmentSignature.objects.count() == 1


def test_what_was_signed_is_not_changed(year):
    action = assessing.agreed(year)
    assessing.presented(year)
    assessing.signed(year, IRO)
    with pytest.raises(actions.NotNow, match="signed already"):
        actions.say(year, IRO, "Other", by=NOBODY, at=factories.AT)
    with pytest.raises(actions.NotNow, match="has signed this"):
        assessing.agreed(year)
    with pytest.raises(actions.NotNow, match="has signed this"):
        actions.unagree(action, by=NOBODY, at=factories.AT)
    assert AgreedAction.objects.count() == 1
    assessing.signed(year, HR)
    with pytest.raises(AlreadyMoved):
        actions.say(year, Voice(Signing.PARTNER_COORDINATOR), "Late", by=NOBODY, at=factories.AT)
    with pytest.raises(AlreadyMoved):
        actions.take_back(queries.whole(year.pk), by=NOBODY, at=factories.AT)


def test_partners_say_and_sign_for_their_institution(year):
    assessing.presented(year)
    partner = Voice(Signing.PARTNER_COORDINATOR, factories.institution("Northport Academy"))
    assert not assessing.signed(year, partner, text="Ours went well.")
    assessing.signed(year, IRO)
    assessing.signed(year, HR)
    content = document(queries.whole(year.pk))
    assert "Partner: Northport Academy" in [one["voice"] for one in content["statements"]]


def test_a_signed_assessment_without_its_document_cannot_be_stored(year):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=year.pk).update(state=AssessmentState.SIGNED)


def test_next_year_asks_what_became_of_the_agreed_actions(programme, year):
    action = assessing.agreed(year, "Train trainers")
    frozen(year)
    following = assessing.begun(programme, 2027)
    assert [one.text for one in queries.before(following)] == ["Train trainers"]
    actions.settle(action, AgreedState.DONE, "Two were trained.", by=NOBODY, at=factories.AT)
    assessing.presented(following)
    before = report(queries.whole(following.pk))["gathered"]["before"]
    assert [(one["word"], one["outcome"]) for one in before] == [("Done", "Two were trained.")]


def test_an_action_is_settled_and_opened_again(year):
    action = assessing.agreed(year)
    actions.settle(action, AgreedState.DROPPED, "No money.", by=NOBODY, at=factories.AT)
    stale = AgreedAction.objects.get()
    actions.settle(action, AgreedState.OPEN, "", by=NOBODY, at=factories.AT)
    with pytest.raises(AlreadyMoved):
        actions.settle(stale, AgreedState.OPEN, "", by=NOBODY, at=factories.AT)
    action.refresh_from_db()
    assert (action.state, action.settled_at) == ("open", None)


@pytest.mark.django_db(transaction=True)
def test_two_leads_sign_at_once_and_it_is_frozen_once(at_once):
    year = assessing.presented(assessing.begun(factories.programme()))
    for voice in (IRO, HR):
        actions.say(year, voice, "Good.", by=NOBODY, at=factories.AT)
    shown = assessing.seen(year)

    def sign(voice):
        return lambda: actions.sign(
            queries.whole(year.pk), voice, seen=shown, by=factories.actor(), at=factories.AT
        )

    assert sorted(at_once(sign(IRO), sign(HR)), key=str) == [False, True]
    found = queries.whole(year.pk)
    assert (found.state, len(document(found)["signatures"])) == ("signed", 2)


def test_years_that_begin_in_autumn(programme):
    made = actions.prepare(programme, Year(2026, 9), by=NOBODY, at=factories.AT)
    assert (made.begins_on, made.ends_on) == (date(2026, 9, 1), date(2027, 8, 31))


def test_leads_find_a_presented_year_on_their_home_until_they_have_signed(year):
    assessing.presented(year)
    lead = factories.member(year.programme, factories.TeamRole.IRO_LEAD)
    partner = factories.member(
        year.programme, factories.TeamRole.PARTNER_COORDINATOR, institution=factories.institution()
    )
    asked = {one: factories.actor(one) for one in (lead, partner, factories.member(year.programme))}
    titles = {
        one.name: [str(todo.title) for todo in todos(who, at=factories.AT)] for one, who in asked.items()
    }
    sign = ["Read and sign the assessment 2026"]
    assert list(titles.values()) == [sign, sign, []]
    assessing.signed(year, IRO, by=factories.actor(lead))
    assert todos(factories.actor(lead), at=factories.AT) == []


def test_coordinators_are_asked_what_became_of_actions_that_are_due(year):
    assessing.agreed(year, "Train trainers")
    frozen(year)
    coordinator = factories.actor(factories.member(year.programme))
    assert todos(coordinator, at=factories.AT) == []
    due = factories.AT.replace(year=2027, month=4)
    assert [str(todo.title) for todo in todos(coordinator, at=due)] == ["Say what became of “Train trainers”"]
    assert todos(factories.actor(factories.person()), at=due) == []
