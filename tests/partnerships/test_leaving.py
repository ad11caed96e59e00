"""A partner leaves: from the day nobody of theirs comes in, what runs goes as arranged, the past stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.applications.actions import deciding, drafting
from fairlead.applications.enums import ApplicationState, DeclineReason
from fairlead.applications.models import Application
from fairlead.audit.models import Entry
from fairlead.matching.queries.pool import pool
from fairlead.mentorships import policies as pairs
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.partnerships import policies
from fairlead.partnerships.actions import leaving
from fairlead.partnerships.models import Partnership
from fairlead.partnerships.queries import leaving as queries
from fairlead.partnerships.tasks import sweep
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as programme_queries
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Partner, TeamMember
from tests import factories
from tests.partnerships import arranging
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


class Stage:
    """A partner with a sent application, somebody in the pool, and two running pairs with others."""

    def __init__(self, at, **words):
        self.two = arranging.in_force(at, **words)
        self.round = factories.round(self.two.programme)
        self.unit = factories.unit(self.two.coast)
        self.sent = self._application(state=ApplicationState.SUBMITTED)
        self.waiting = self._application(Side.MENTOR)
        self.mentor, self.mentee = self._application(Side.MENTOR, places=3), self._application()
        self.other_mentee = factories.application(self.round)
        self.other_mentor = factories.application(self.round, Side.MENTOR)
        self.theirs = self._pair(self.mentor, self.other_mentee)
        self.ours = self._pair(self.other_mentor, self.mentee)

    def _application(self, side=Side.MENTEE, **fields):
        made = factories.application(self.round, side, unit=self.unit, hopes="To grow.", **fields)
        factories.affiliation(made.person, self.unit)
        return made

    def _pair(self, mentor, mentee):
        return factories.mentorship(self.round, mentor.participation, mentee.participation)

    def leave(self, at, on=None, by=None):
        shown = queries.preview(self.two.stored()).seen
        day = on or timezone.localdate(at)
        return leaving.leave(self.two.stored(), on=day, seen=shown, by=by or self.two.partner, at=at)

    def state(self, thing):
        return type(thing).objects.get(pk=thing.pk).state


@pytest.fixture
def stage(at):
    return Stage(at)


def words(stage):
    return [effect.words for effect in queries.preview(stage.two.stored()).effects]


def test_what_will_happen_is_counted_beforehand_and_nothing_is_done(stage):
    assert words(stage) == [
        "1 application without a decision is withdrawn, with a kind letter",
        "1 person in the pool leaves it, with a kind letter",
        "2 running pairs go on to their planned end",
        "2 people who have or had a pair take part in nothing new",
        "1 coordinator of the partner sees only running pairs, then nothing",
    ]
    assert (stage.state(stage.sent), stage.two.stored().state) == ("submitted", "in_force")


def test_from_the_day_nobody_of_theirs_applies_or_is_matched_and_pairs_go_on(stage, at):
    assert stage.leave(at) is True
    assert [stage.state(one) for one in (stage.sent, stage.waiting, stage.mentor, stage.mentee)] == [
        "withdrawn",
        "withdrawn",
        "accepted",
        "accepted",
    ]
    assert [stage.state(one) for one in (stage.theirs, stage.ours)] == ["starting", "starting"]
    free = pool(stage.round, at=at)
    assert [mentor.pk for mentor, _free in free.mentors] == []
    assert stage.two.coast not in programme_queries.institutions(stage.two.programme)
    assert stage.two.coast in programme_queries.institutions(stage.two.programme, with_left=True)
    told = Letter.objects.filter(kind="application-partner-left").values_list("to_email", flat=True)
    assert set(told) == {stage.sent.person.email, stage.waiting.person.email}
    assert arranging.letters("ended") == sorted([stage.two.cora.email, stage.two.pia.email])


def test_its_coordinator_sees_only_running_pairs_until_they_end_then_nothing(stage, at):
    stage.leave(at)
    pia = stage.two.partner
    assert (programmes.team_roles(pia), list(programmes.visible(pia))) == ({}, [])
    assert set(pairs.visible(pia)) == {stage.theirs, stage.ours}
    assert len(queries.running(stage.two.stored())) == 2
    Mentorship.objects.filter(pk=stage.theirs.pk).update(state="completed", ended_on=date(2026, 12, 1))
    assert set(pairs.visible(stage.two.partner)) == {stage.ours}
    assert sweep(at=at) == 0
    Mentorship.objects.update(state="completed", ended_on=date(2026, 12, 1))
    assert sweep(at=at) == 1
    assert not TeamMember.objects.filter(person=stage.two.pia).exists()
    assert (list(pairs.visible(stage.two.partner)), sweep(at=at)) == ([], 0)
    assert stage.two.stored().closed_at == at


def test_data_that_stay_are_untouched_and_data_that_go_are_erased_after_the_last_pair(at):
    for rule, hopes in (("stay", "To grow."), ("go", "")):
        stage = Stage(at, data_then=rule)
        stage.leave(at)
        assert Application.objects.get(pk=stage.mentor.pk).hopes == "To grow."
        Mentorship.objects.update(state="completed", ended_on=date(2026, 12, 1))
        sweep(at=at)
        emptied = Application.objects.get(pk=stage.mentor.pk)
        assert (emptied.hopes, emptied.state, emptied.institution) == (hopes, "accepted", stage.two.coast)
        assert bool(emptied.line_manager_email) == bool(hopes)
        assert Application.objects.get(pk=stage.other_mentor.pk).line_manager_email != ""
        stage.two.coast.name, stage.two.pia.email = f"Was {rule}", f"{rule}@coast.example"
        stage.two.coast.save()
        stage.two.pia.save()


def test_handed_over_pairs_end_and_who_stays_is_found_another_mentor(at):
    stage = Stage(at, pairs_then="hand_over")
    assert "1 mentee of another institution is first in the next run for another mentor" in words(stage)
    stage.leave(at)
    assert {stage.state(stage.theirs), stage.state(stage.ours)} == {"ended_early"}
    assert [one.pk for one in pool(stage.round, at=at).mentees] == [stage.other_mentee.pk]
    assert [one.pk for one, _free in pool(stage.round, at=at).mentors] == [stage.other_mentor.pk]


def test_it_happens_as_a_whole_or_not_at_all(stage, at, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise RuntimeError

    entries = Entry.objects.count()
    monkeypatch.setattr(leaving.programmes, "let_go", breaks)
    with pytest.raises(RuntimeError):
        stage.leave(at)
    assert (stage.state(stage.sent), stage.two.stored().state) == ("submitted", "in_force")
    assert (Entry.objects.count(), arranging.letters("ended")) == (entries, [])


def test_it_is_recorded_with_its_counts(stage, at):
    stage.leave(at)
    entry = Entry.objects.get(verb="partnership ended")
    assert entry.details == {"undecided": 1, "unpaired": 1, "pairs": 2, "finished": 2, "team": 1}


def test_who_saw_another_preview_looks_again(stage, at):
    shown = queries.preview(stage.two.stored()).seen
    factories.application(stage.round, unit=stage.unit, state=ApplicationState.SUBMITTED)
    with pytest.raises(leaving.OtherThanShown):
        leaving.leave(stage.two.stored(), on=date(2026, 10, 5), seen=shown, by=stage.two.lead, at=at)


@pytest.mark.parametrize("days", [-1, 1200])
def test_a_day_in_the_past_or_far_ahead_is_refused(stage, at, days):
    with pytest.raises(leaving.DayUnclear):
        stage.leave(at, on=date(2026, 10, 5) + timedelta(days=days))


def test_a_day_to_come_is_announced_can_be_taken_back_and_comes(stage, at):
    day = date(2026, 11, 1)
    assert stage.leave(at, on=day) is False
    assert arranging.letters("ending") == sorted([stage.two.cora.email, stage.two.pia.email])
    with pytest.raises(leaving.NotInForce):
        leaving.stay(stage.two.stored(), by=stage.two.lead, at=at)
    leaving.stay(stage.two.stored(), by=stage.two.partner, at=at)
    assert (stage.two.stored().ends_on, len(arranging.letters("stays"))) == (None, 2)
    stage.leave(at, on=day, by=stage.two.lead)
    assert sweep(at=datetime(2026, 10, 31, 9, tzinfo=UTC)) == 0
    assert sweep(at=datetime(2026, 11, 1, 9, tzinfo=UTC)) == 1
    assert (stage.two.stored().state, Partner.objects.get(institution=stage.two.coast).left_on) == (
        "ended",
        day,
    )
    assert sweep(at=datetime(2026, 11, 2, 9, tzinfo=UTC)) == 0


def test_the_last_day_of_the_arrangement_ends_it(stage):
    assert sweep(at=datetime(2028, 9, 30, 9, tzinfo=UTC)) == 0
    assert sweep(at=datetime(2028, 10, 1, 9, tzinfo=UTC)) == 1
    assert (stage.two.stored().state, stage.two.stored().ended_by) == ("ended", "")


def test_what_cannot_be_ended_is_refused(stage, at):
    stage.leave(at)
    with pytest.raises(leaving.NotInForce):
        stage.leave(at)
    with pytest.raises(leaving.NotInForce):
        leaving.stay(stage.two.stored(), by=stage.two.partner, at=at)
    assert leaving.end_due(stage.two.stored(), at=at) == 0
    assert leaving.close(stage.two.stored(), at=at) == 0


def test_a_draft_of_theirs_can_no_more_be_sent_nor_a_decline_taken_back(stage, at):
    declined = factories.application(
        stage.round, unit=stage.unit, state=ApplicationState.DECLINED, decision_reason=DeclineReason.FULL
    )
    stage.leave(at)
    draft = factories.application(stage.round, unit=stage.unit, state=ApplicationState.DRAFT)
    with pytest.raises(drafting.PartnerLeft):
        drafting.submit(draft, by=factories.actor(draft.person), at=at)
    with pytest.raises(deciding.CannotReopen):
        deciding.reopen(declined, stage.two.lead, at)


def test_whatever_came_in_at_the_moment_of_the_leaving_follows_the_rest(stage, at):
    stage.leave(at)
    late = factories.application(stage.round, unit=stage.unit, state=ApplicationState.SUBMITTED)
    assert sweep(at=at) == 0
    assert (stage.state(late), stage.two.stored().closed_at) == ("withdrawn", None)


def test_who_lost_the_role_speaks_for_the_partner_no_more_not_even_after_it_left(stage, at):
    second = factories.member(stage.two.programme, TeamRole.PARTNER_COORDINATOR, institution=stage.two.coast)
    TeamMember.objects.filter(person=stage.two.pia).delete()
    assert policies.party(stage.two.partner, stage.two.stored()) is None
    assert list(policies.visible(stage.two.partner)) == []
    stage.leave(at, by=factories.actor(second))
    assert stage.two.stored().coordinator == second
    assert list(policies.visible(stage.two.partner)) == []


def test_a_partner_that_left_can_come_back(stage, at):
    stage.leave(at)
    two = stage.two
    again = arranging.inviting.begin(
        two.programme, two.coast, name="Pia", email=two.pia.email, by=two.lead, at=at
    )
    version = arranging.propose(two, two.lead, at, mentors=1)
    arranging.inviting.come_in(arranging.secret_of(two.stored()), by=two.partner, at=at)
    arranging.sign(version, two.lead, at)
    arranging.sign(version, two.partner, at)
    assert (again.pk, two.stored().state) == (two.partnership.pk, "in_force")
    assert Partner.objects.get(institution=two.coast).left_on is None
    assert two.programme.pk in programmes.partner_institutions(two.partner)


def test_past_rounds_stay_as_they_were(stage, at):
    past = factories.round(stage.two.programme, state="finished")
    done = factories.application(past, unit=stage.unit)
    stage.leave(at)
    assert (stage.state(done), stage.state(done.participation)) == ("accepted", "active")


def test_the_page_counts_asks_and_ends(client, stage):
    two = stage.two
    client.force_login(two.pia)
    where = reverse("partnerships:leave", args=[two.partnership.pk])
    page = text(client.get(where))
    assert "2 running pairs go on to their planned end" in page
    assert "The arrangement asks for 3 months of notice." in page
    today = timezone.localdate().isoformat()
    assert client.post(where, {"on": today}).status_code == 422
    assert "something has changed" in text(client.post(where, {"on": today, "sure": "on", "seen": "x"}))
    seen = queries.preview(two.stored()).seen
    done = client.post(where, {"on": today, "sure": "on", "seen": seen}, follow=True)
    shown = text(done)
    assert "The partnership has ended" in shown
    assert "Pairs that still run" in shown
    for address in (pair.url for pair in queries.running(two.stored())):
        assert client.get(address).status_code == 200
    assert client.get(where).status_code == 404
    for name in ("programmes:detail", "partnerships:partners"):
        assert client.get(reverse(name, args=[two.programme.pk])).status_code == 404
    assert client.get(reverse("partnerships:own_register", args=[two.partnership.pk])).status_code == 200
    assert policies.party(two.partner, Partnership.objects.get()) == "partner"


def test_taking_it_back_on_the_page(client, stage, at):
    two = stage.two
    Partnership.objects.update(ends_on=timezone.localdate() + timedelta(days=9), ended_by="lead")
    stay = reverse("partnerships:stay", args=[two.partnership.pk])
    client.force_login(two.pia)
    assert "cannot be taken back" in text(client.post(stay, follow=True))
    client.force_login(two.cora)
    assert "The partner leaves on" in text(
        client.get(reverse("partnerships:page", args=[two.partnership.pk]))
    )
    assert "The partner stays" in text(client.post(stay, follow=True))


@pytest.mark.django_db(transaction=True)
def test_both_sides_end_it_at_once_and_it_ends_once(at, at_once):
    stage = Stage(at)
    outcomes = at_once(lambda: stage.leave(at), lambda: stage.leave(at, by=stage.two.lead))
    refused = (leaving.NotInForce, leaving.OtherThanShown)
    assert [one is True or isinstance(one, refused) for one in outcomes] == [True, True]
    assert outcomes.count(True) == 1
    assert Entry.objects.filter(verb="partnership ended").count() == 1
