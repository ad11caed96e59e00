"""Pairs are approved by the institutions of their people before anybody is written to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now as clock

from fairlead.kernel.errors import Refused
from fairlead.matching import tasks
from fairlead.matching.actions import approval_letters, approving, offering
from fairlead.matching.enums import ApprovalState, ProposalState, Rhythm, RulingKind
from fairlead.matching.models import Approval, Ruling, Run, Schedule
from fairlead.matching.queries import approvals, scheduling
from fairlead.matching.queries.todos import todos
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.programmes.models import TeamMember
from tests import factories
from tests.matching.approving import DAY, DEADLINE, Stage, decide, letters, stage, text
from tests.matching.scenes import PARTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: Any) -> Stage:
    return stage(at)


def test_a_pair_across_institutions_waits_for_the_partner_and_one_inside_the_lead_for_nobody(
    here: Stage, at: Any
) -> None:
    assert here.ask(at) == 1
    waiting = here.of("Crossing")
    assert (waiting.state, waiting.deadline) == (ApprovalState.WAITING, DEADLINE)
    own = here.of("Crossing", here.lead)
    assert (own.state, own.decided_by) == (ApprovalState.APPROVED, here.people.coordinator)
    assert not Approval.objects.filter(proposal=here.proposal("Inside")).exists()
    assert letters(here.partner) == ["1 proposed pair waits for your approval"]


def test_offers_go_out_only_for_pairs_with_all_approvals_they_need(here: Stage, at: Any) -> None:
    pairs = [here.proposal("Crossing"), here.proposal("Inside")]
    sent = offering.send_offers(here.run, proposals=pairs, by=here.people.by, at=at)
    assert (sent.offered, [why for _pair, why in sent.held_back]) == (
        1,
        [f"Not approved yet by {here.people.away.name}."],
    )
    here.ask(at)
    with pytest.raises(Refused):
        offering.send_offers(here.run, proposals=[here.proposal("Crossing")], by=here.people.by, at=at)
    assert decide(here, at, "Crossing") == 1
    sent = offering.send_offers(here.run, proposals=[here.proposal("Crossing")], by=here.people.by, at=at)
    assert sent.offered == 1


def test_a_declined_pair_is_forbidden_its_reason_kept_for_the_team_and_the_coordinators_told(
    here: Stage, at: Any
) -> None:
    here.ask(at)
    decide(here, at, "Crossing", approved=False, reason="  They share\n a project. ")
    ruling = Ruling.objects.get()
    assert (ruling.kind, ruling.mentee.person.name) == (RulingKind.FORBID, "Crossing")
    assert ruling.reason == f"Declined by {here.people.away.name}"
    assert here.of("Crossing").reason == "They share a project."
    assert letters(here.people.coordinator) == [f"{here.people.away.name} has declined a pair"]
    assert not Letter.objects.filter(text__contains="share a project").exists()


def test_declining_needs_a_reason(here: Stage, at: Any) -> None:
    here.ask(at)
    with pytest.raises(Refused):
        decide(here, at, "Crossing", approved=False, reason="   ")
    assert here.of("Crossing").state == ApprovalState.WAITING
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=here.of("Crossing").pk).update(state=ApprovalState.DECLINED)


def test_a_declined_pair_is_replaced_by_one_click_and_what_was_approved_stays_so(
    here: Stage, at: Any, client: Any
) -> None:
    people = here.people
    people.add("AwayMentor2", Side.MENTOR, ("Housing",), unit=factories.unit(people.away))
    people.add("Second", Side.MENTEE, ("Housing",), unit=factories.unit(people.home))
    here.run = people.run(at)
    assert here.ask(at) == 2
    decide(here, at, "Second")
    decide(here, at, "Crossing", approved=False, reason="One project.")
    client.force_login(people.coordinator)
    page = client.get(reverse("matching:run", args=[here.run.pk]))
    assert "Replace and change the least" in text(page)
    assert "One project." in text(page)
    moved = client.post(reverse("matching:replace", args=[here.run.pk]))
    again = Run.objects.exclude(pk=here.run.pk).order_by("-number")[0]
    assert moved.url == reverse("matching:run", args=[again.pk])
    assert again.policy["least_change"] is True
    tasks.running.carry_out(again.pk, at=at)
    again.refresh_from_db()
    before = here.people.pairs(here.run)
    after = here.people.pairs(again)
    assert after["Crossing"] == "Spare"
    assert {name: after[name] for name in ("Inside", "Second")} == {
        name: before[name] for name in ("Inside", "Second")
    }
    here.run = again
    assert here.ask(at + DAY) == 1
    kept = here.of("Second")
    assert (kept.state, kept.decided_by) == (ApprovalState.APPROVED, here.partner)
    assert len(letters(here.partner)) == 1


def test_least_change_comes_before_points(here: Stage, at: Any) -> None:
    people = here.people
    people.add("Better", Side.MENTOR, unit=factories.unit(people.home), grade=7, languages=["en", "is"])
    usual = people.run(at, base=here.run)
    least = people.run(at, base=here.run, least_change=True)
    assert least.policy["least_change"] is False
    again = tasks.running.ask(
        people.round, weights=least.policy, base=here.run, by=people.by, at=at, least_change=True
    )
    tasks.running.carry_out(again.pk, at=at)
    again.refresh_from_db()
    assert again.result["tiers"]["kept"]["value"] == 2
    assert usual.result["total_score"] >= again.result["total_score"]
    assert again.result["least_change"] is True


def test_a_second_click_and_a_second_coordinator_decide_nothing_again(here: Stage, at: Any) -> None:
    other = factories.member(
        here.people.round.programme, TeamRole.PARTNER_COORDINATOR, institution=here.people.away
    )
    here.ask(at)
    assert (
        sorted([*letters(other), *letters(here.partner)]) == ["1 proposed pair waits for your approval"] * 2
    )
    decide(here, at, "Crossing", by=factories.actor(other))
    with pytest.raises(Refused):
        decide(here, at, "Crossing", approved=False, reason="Too late.")
    assert here.of("Crossing").decided_by == other
    assert not Ruling.objects.exists()
    with pytest.raises(Refused):
        here.ask(at)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins(at: Any, at_once: Any) -> None:
    here = stage(at)
    here.ask(at)
    outcomes = at_once(
        lambda: decide(here, at, "Crossing"),
        lambda: decide(here, at, "Crossing", approved=False, reason="No."),
    )
    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True]
    declined = here.of("Crossing").state == ApprovalState.DECLINED
    assert Ruling.objects.exists() is declined


def test_what_a_newer_run_has_replaced_cannot_be_decided(here: Stage, at: Any) -> None:
    here.ask(at)
    old = here.of("Crossing")
    here.run = here.people.run(at, base=here.run)
    with pytest.raises(Refused):
        approving.decide([old], approved=True, by=here.by, at=at)
    with pytest.raises(Refused):
        approving.ask(Run.objects.get(number=1), deadline=DEADLINE, by=here.people.by, at=at)
    assert approvals.open_to(here.by, today=at.date()) == []
    here.ask(at)
    old.refresh_from_db()
    assert old.state == ApprovalState.CALLED_OFF


def test_silence_approves_nothing_the_coordinator_is_told_once_and_may_give_more_time(
    here: Stage, at: Any
) -> None:
    here.ask(at)
    late = at + timedelta(days=8)
    assert approving.expire(here.run, at=at + timedelta(days=7)) == 0
    (run,) = approving.late_runs(at=late)
    assert approving.expire(run, at=late) == 1
    assert approving.expire(run, at=late) == 0
    assert here.of("Crossing").state == ApprovalState.EXPIRED
    assert letters(here.people.coordinator) == ["1 approval has not come in time"]
    with pytest.raises(Refused):
        decide(here, late, "Crossing")
    with pytest.raises(Refused):
        offering.send_offers(here.run, proposals=[here.proposal("Crossing")], by=here.people.by, at=late)
    assert approving.extend(here.run, deadline=DEADLINE + 7 * DAY, by=here.people.by, at=late) == 1
    assert "More time for your approval: until 19 October" in letters(here.partner)
    assert decide(here, late, "Crossing") == 1
    with pytest.raises(Refused):
        approving.extend(here.run, deadline=DEADLINE + 8 * DAY, by=here.people.by, at=late)


def test_the_sweep_notes_what_is_late(here: Stage, at: Any) -> None:
    here.ask(at)
    tasks.sweep(at=at + timedelta(days=8))
    assert here.of("Crossing").state == ApprovalState.EXPIRED


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_a_last_day_that_cannot_be_meant_is_refused(here: Stage, at: Any, days: int) -> None:
    with pytest.raises(Refused):
        here.ask(at, at.date() + timedelta(days=days))
    assert not Approval.objects.exists()


def test_approvers_are_reminded_in_the_mail_of_the_day_two_days_before_and_only_while_it_waits(
    here: Stage, at: Any
) -> None:
    here.ask(at)
    assert approval_letters.nudges(at=at) == []
    (nudge,) = approval_letters.nudges(at=at + timedelta(days=5))
    assert (nudge.person, nudge.can_wait) == (here.partner.pk, False)
    assert nudge.text == "1 proposed pair waits for your word until 12 October."
    decide(here, at, "Crossing")
    assert approval_letters.nudges(at=at + timedelta(days=5)) == []


def test_home_pages_say_what_waits(here: Stage, at: Any) -> None:
    here.ask(at)
    (todo,) = todos(here.by, at=at)
    assert (todo.title, todo.url) == (
        "Approve 1 proposed pair",
        reverse("matching:approvals", args=[here.people.round.pk]),
    )
    assert [one.title for one in todos(here.people.by, at=at)] == ["Decide on 1 proposed pair"]
    decide(here, at, "Crossing", approved=False, reason="No.")
    assert todos(here.by, at=at) == []
    assert [one.title for one in todos(here.people.by, at=at)] == [
        "Decide on 1 proposed pair",
        "1 pair was declined: replace it",
    ]
    Approval.objects.filter(institution=here.people.away).update(state=ApprovalState.EXPIRED)
    assert "1 pair was not approved in time" in [one.title for one in todos(here.people.by, at=at)]


def test_a_partner_coordinator_sees_pairs_with_their_people_and_of_the_other_what_a_match_needs(
    here: Stage, at: Any, client: Any
) -> None:
    here.people.people["Crossing"].person.save()
    crossing = factories.Application.objects.get(participation=here.people.people["Crossing"])
    crossing.job_title, crossing.motivation = "Registrar", "My private hopes"
    crossing.save()
    here.ask(clock(), (clock() + 7 * DAY).date())
    client.force_login(here.partner)
    page = client.get(reverse("matching:approvals", args=[here.people.round.pk]))
    shown = text(page)
    assert all(one in shown for one in ("Crossing", "AwayMentor", "Registrar", "Taxation", here.lead.name))
    assert not any(one in page.content.decode() for one in ("Inside", "HomeMentor", "private hopes"))
    assert crossing.person.email not in page.content.decode()
    several = "can stand in several pairs"
    assert several not in shown
    type(here.people.round).objects.filter(pk=here.people.round.pk).update(mentors_each=2)
    assert several in text(client.get(reverse("matching:approvals", args=[here.people.round.pk])))


def test_approving_all_at_once_and_declining_one_with_a_reason_by_the_page(here: Stage, client: Any) -> None:
    here.ask(clock(), (clock() + 7 * DAY).date())
    client.force_login(here.partner)
    url = reverse("matching:decide", args=[here.people.round.pk])
    pk = here.of("Crossing").pk
    assert client.post(url, {"approval": pk, "answer": "perhaps"}).status_code == 422
    assert client.post(url, {"approval": ["x", pk], "answer": "decline", "reason": ""}).status_code == 422
    assert here.of("Crossing").state == ApprovalState.WAITING
    foreign = here.of("Crossing", here.lead).pk
    Approval.objects.filter(pk=foreign).update(state=ApprovalState.WAITING)
    shown = client.post(url, {"approval": [pk, foreign], "answer": "approve"}, follow=True)
    assert "1 pair is approved." in text(shown)
    assert here.of("Crossing", here.lead).state == ApprovalState.WAITING
    again = client.post(url, {"approval": pk, "answer": "decline", "reason": "x"}, follow=True)
    assert "This is not asked any more" in text(again)


def test_a_reason_that_is_too_long_or_comes_too_late_is_handed_back(here: Stage, client: Any) -> None:
    here.ask(clock(), (clock() + 7 * DAY).date())
    client.force_login(here.partner)
    url = reverse("matching:decide", args=[here.people.round.pk])
    sent = {"approval": here.of("Crossing").pk, "answer": "decline"}
    long = client.post(url, {**sent, "reason": "Two <of us>. " * 50})
    assert (long.status_code, "at most 500 characters; here are 649" in text(long)) == (422, True)
    assert long.content.decode().count("Two &lt;of us&gt;.") == 50
    assert client.post(url, {**sent, "reason": "\r\n".join("a" * 250)}).status_code == 302
    late = client.post(url, {**sent, "reason": "They share an office."})
    assert "What you wrote was not kept: They share an office." in text(late)


def test_the_run_says_who_still_has_to_decide_and_sends_and_extends_by_its_forms(
    here: Stage, client: Any
) -> None:
    client.force_login(here.people.coordinator)
    url, page = (
        reverse("matching:ask_approvals", args=[here.run.pk]),
        reverse("matching:run", args=[here.run.pk]),
    )
    before = text(client.get(page))
    assert "1 pair needs the approval of a partner" in before
    assert ("The others can be offered without it." in before, "Send offers" in before) == (True, True)
    offers = text(client.get(reverse("matching:send", args=[here.run.pk])))
    assert "1 waits for the approval of an institution." in offers
    client.post(url, {"deadline": "no day"})
    assert not Approval.objects.exists()
    soon = (clock() + 7 * DAY).date()
    assert "1 pair was sent for approval." in text(client.post(url, {"deadline": soon}, follow=True))
    shown = text(client.get(page))
    assert f"{here.people.away.name} 0 of 1" in shown
    assert "1 pair, until" in shown
    assert "Natia" in shown
    assert "Waits for" in shown
    assert "Not approved yet by" in text(client.get(reverse("matching:send", args=[here.run.pk])))
    later = client.post(url, {"deadline": soon + DAY, "longer": "1"}, follow=True)
    assert "1 answer has more time." in text(later)
    assert here.of("Crossing").deadline == soon + DAY


def test_a_programme_without_partner_coordinators_sees_nothing_of_approvals(
    here: Stage, at: Any, client: Any
) -> None:
    TeamMember.objects.filter(role=TeamRole.PARTNER_COORDINATOR).delete()
    client.force_login(here.people.coordinator)
    assert "approval" not in text(client.get(reverse("matching:run", args=[here.run.pk]))).lower()
    with pytest.raises(Refused):
        here.ask(at)
    sent = offering.send_offers(here.run, proposals=[here.proposal("Crossing")], by=here.people.by, at=at)
    assert sent.offered == 1


def test_approvals_take_the_same_queries_for_one_pair_and_for_three(here: Stage, client: Any) -> None:
    soon, home = (clock() + 7 * DAY).date(), here.people.home
    here.ask(clock(), soon)
    counted = []
    for turn in range(2):
        found = []
        for who, name in ((here.partner, "approvals"), (here.people.coordinator, "run")):
            client.force_login(who)
            pk = here.people.round.pk if name == "approvals" else here.run.pk
            client.get(reverse(f"matching:{name}", args=[pk]))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"matching:{name}", args=[pk]))
            found.append(len(asked))
        counted.append(found)
        for number in range(2):
            mentor = here.people.add(f"M{turn}{number}", Side.MENTOR, unit=factories.unit(here.people.away))
            mentee = here.people.add(f"E{turn}{number}", Side.MENTEE, unit=factories.unit(home))
            made = here.run.proposals.create(
                mentee=mentee.participation, mentor=mentor.participation, score=1, parts=PARTS
            )
            made.approvals.create(institution=here.people.away, asked_at=clock(), deadline=soon)
    assert counted[0] == counted[1]


def test_pairs_of_a_finished_round_or_no_longer_proposed_are_not_asked(here: Stage, at: Any) -> None:
    here.ask(at)
    here.run.proposals.update(state=ProposalState.EXPIRED)
    with pytest.raises(Refused):
        decide(here, at, "Crossing")
    here.run.proposals.update(state=ProposalState.PROPOSED)
    here.people.round.state = RoundState.FINISHED
    here.people.round.save()
    with pytest.raises(Refused):
        decide(here, at, "Crossing")
    assert todos(here.by, at=at) == []


def test_a_pair_inside_one_partner_needs_only_its_own_word(here: Stage, at: Any) -> None:
    mentor = here.people.add("Own", Side.MENTOR, unit=factories.unit(here.people.away))
    mentee = here.people.add("Within", Side.MENTEE, unit=factories.unit(here.people.away))
    here.run.proposals.create(mentee=mentee.participation, mentor=mentor.participation, score=1, parts=PARTS)
    here.ask(at)
    asked = Approval.objects.filter(proposal=here.proposal("Within"))
    assert [(one.institution, one.state) for one in asked] == [(here.people.away, ApprovalState.WAITING)]
    decide(here, at, "Within")
    sent = offering.send_offers(here.run, proposals=[here.proposal("Within")], by=here.people.by, at=at)
    assert sent.offered == 1


def test_a_schedule_makes_no_draft_while_an_institution_still_decides(here: Stage, at: Any) -> None:
    schedule = Schedule.objects.create(round=here.people.round, rhythm=Rhythm.DAILY)
    here.people.add("Newcomer", Side.MENTEE, unit=factories.unit(here.people.home))
    assert scheduling.is_due(schedule, at=at)
    here.ask(at)
    assert not scheduling.is_due(schedule, at=at)
    decide(here, at, "Crossing")
    assert scheduling.is_due(schedule, at=at)
