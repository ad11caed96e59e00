"""Nobody decides on a pair that they are half of, as long as somebody else can."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now as clock

from fairlead.kernel.errors import Refused
from fairlead.matching.actions import approval_letters, approving, deputies
from fairlead.matching.enums import ApprovalState
from fairlead.matching.models import Approval, Deputy
from fairlead.matching.queries.todos import todos
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.matching.approving import DAY, Stage, letters, stage, text
from tests.matching.scenes import PARTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: Any) -> Stage:
    """The partner's coordinator Natia is proposed as somebody's mentor herself."""
    made = stage(at)
    away = factories.unit(made.people.away)
    natia = made.people.add("Natia", Side.MENTOR, who=made.partner, unit=away)
    mentee = made.people.add("Hers", Side.MENTEE, unit=factories.unit(made.people.home))
    made.run.proposals.create(mentee=mentee.participation, mentor=natia.participation, score=1, parts=PARTS)
    return made


def colleague(here: Stage, role: TeamRole | None = None) -> Any:
    if role:
        return factories.member(
            here.people.round.programme, role, factories.person("Giorgi"), institution=here.people.away
        )
    who = factories.person("Giorgi")
    factories.affiliation(who, factories.unit(here.people.away))
    return who


def is_now(here: Stage, name: str, who: Any) -> None:
    """Somebody of the pool is this person."""
    here.people.people[name].person = who
    here.people.people[name].save()


def decide(here: Stage, at: Any, by: Any, *names: str) -> int:
    rows = [here.of(name) for name in names or ("Hers",)]
    return approving.decide(rows, approved=True, by=factories.actor(by), at=at)


def test_another_coordinator_of_the_institution_decides(here: Stage, at: Any) -> None:
    other = colleague(here, TeamRole.PARTNER_COORDINATOR)
    assert here.ask(at) == 2
    assert letters(here.partner) == ["1 proposed pair waits for your approval"]
    assert letters(other) == ["2 proposed pairs wait for your approval"]
    assert letters(here.people.coordinator) == []
    with pytest.raises(Refused, match="Somebody else decides"):
        decide(here, at, here.partner)
    assert here.of("Hers").state == ApprovalState.WAITING
    assert [one.title for one in todos(here.by, at=at)] == ["Approve 1 proposed pair"]
    assert decide(here, at, here.partner, "Hers", "Crossing") == 1
    assert todos(here.by, at=at) == []
    assert decide(here, at, other) == 1
    assert here.of("Hers").decided_by == other


def test_a_deputy_decides_and_not_on_a_pair_of_her_own(here: Stage, at: Any) -> None:
    who = colleague(here)
    given = {"email": who.email, "first_day": at.date(), "last_day": at.date() + 7 * DAY}
    programme = here.people.round.programme
    deputies.name_deputy(programme, here.people.away.pk, by=here.by, at=at, **given)
    is_now(here, "Crossing", who)
    here.ask(at)
    crossing = Approval.objects.get(proposal__mentee__person=who, institution=here.people.away)
    with pytest.raises(Refused):
        approving.decide([crossing], approved=True, by=factories.actor(who), at=at)
    assert approving.decide([crossing], approved=True, by=here.by, at=at) == 1
    assert decide(here, at, who) == 1


def test_where_nobody_else_could_the_programmes_coordinator_decides(here: Stage, at: Any) -> None:
    here.ask(at)
    lead = here.people.coordinator
    assert letters(lead) == ["1 proposed pair waits for your approval"]
    (letter,) = Letter.objects.filter(to_email=lead.email, kind="approvals")
    assert f"with the only person of {here.people.away.name} who could approve it" in letter.text
    titles = [one.title for one in todos(here.people.by, at=at)]
    assert titles == ["Approve 1 proposed pair", "Decide on 1 proposed pair"]
    nudged = {one.person: one.text for one in approval_letters.nudges(at=at + 5 * DAY)}
    assert nudged == dict.fromkeys(
        (lead.pk, here.partner.pk), "1 proposed pair waits for your word until 12 October."
    )
    with pytest.raises(Refused):
        decide(here, at, lead, "Crossing")
    with pytest.raises(Refused):
        decide(here, at, here.partner)
    assert decide(here, at, lead) == 1
    assert here.of("Hers").decided_by == lead


def test_a_coordinator_who_is_the_other_half_decides_only_where_the_programme_has_no_other(
    here: Stage, at: Any
) -> None:
    lead = here.people.coordinator
    is_now(here, "Hers", lead)
    here.ask(at)
    pair = Approval.objects.get(proposal__mentee__person=lead, institution=here.people.away)
    second = factories.member(here.people.round.programme, TeamRole.COORDINATOR)
    with pytest.raises(Refused):
        approving.decide([pair], approved=True, by=here.people.by, at=at)
    second.delete()
    assert approving.decide([pair], approved=True, by=here.people.by, at=at) == 1


def test_the_page_says_who_decides_and_offers_the_two_nothing(here: Stage, client: Any) -> None:
    here.ask(clock(), (clock() + 7 * DAY).date())
    lead, page = here.people.coordinator, reverse("matching:approvals", args=[here.people.round.pk])
    client.force_login(here.partner)
    shown = text(client.get(page))
    away = here.people.away.name
    assert f"You are one of the two, and nobody else decides for {away}." in shown
    assert f"So the programme’s coordinators do: {lead.name}. You may name a deputy" in shown
    assert shown.count("Your word is asked until") == 1
    client.force_login(lead)
    shown = text(client.get(page))
    assert f"Nobody else decides for {away}: Natia would, and is one of the two." in shown
    assert "Crossing" not in shown
    sent = {"approval": [here.of("Hers").pk, here.of("Crossing").pk], "answer": "approve"}
    answer = client.post(reverse("matching:decide", args=[here.people.round.pk]), sent, follow=True)
    assert "1 pair is approved." in text(answer)
    assert here.of("Crossing").state == ApprovalState.WAITING


def test_a_coordinator_to_whom_nothing_is_left_finds_no_such_page(here: Stage, client: Any) -> None:
    colleague(here, TeamRole.PARTNER_COORDINATOR)
    here.ask(clock(), (clock() + 7 * DAY).date())
    client.force_login(here.people.coordinator)
    assert client.get(reverse("matching:approvals", args=[here.people.round.pk])).status_code == 404


def test_none_of_the_two_reads_why_their_pair_was_declined(here: Stage, client: Any) -> None:
    other = colleague(here, TeamRole.PARTNER_COORDINATOR)
    is_now(here, "Crossing", here.people.coordinator)
    here.ask(clock(), (clock() + 7 * DAY).date())
    rows = Approval.objects.filter(proposal__run=here.run, state=ApprovalState.WAITING)
    approving.decide(rows, approved=False, reason="A reason.", by=factories.actor(other), at=clock())
    approvals = reverse("matching:approvals", args=[here.people.round.pk])
    run = reverse("matching:run", args=[here.run.pk])
    told = []
    for who, page in ((other, approvals), (here.partner, approvals), (here.people.coordinator, run)):
        client.force_login(who)
        told.append(text(client.get(page)).count("A reason."))
    assert told == [2, 1, 1]


def test_pairs_left_to_the_coordinator_take_the_same_queries_for_one_and_for_three(
    here: Stage, client: Any
) -> None:
    here.ask(clock(), (clock() + 7 * DAY).date())
    client.force_login(here.people.coordinator)
    page, counted = reverse("matching:approvals", args=[here.people.round.pk]), []
    mentor = here.proposal("Hers").mentor
    for turn in range(2):
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        with CaptureQueriesContext(connection) as listed:
            todos(here.people.by, at=clock())
        counted.append((len(asked), len(listed)))
        for number in range(2):
            mentee = here.people.add(f"E{turn}{number}", Side.MENTEE, unit=factories.unit(here.people.home))
            made = here.run.proposals.create(mentee=mentee.participation, mentor=mentor, score=1, parts=PARTS)
            soon = (clock() + 7 * DAY).date()
            made.approvals.create(institution=here.people.away, asked_at=clock(), deadline=soon)
    assert counted[0] == counted[1]
    assert not Deputy.objects.exists()
