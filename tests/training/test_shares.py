"""Places that are kept for the institutions of a programme, and whose names each coordinator reads."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner
from fairlead.training import tasks
from fairlead.training.actions import enrolling, sessions
from fairlead.training.enums import Kind
from fairlead.training.models import Enrolment, Session, Share
from fairlead.training.queries import sharing
from tests import factories
from tests.training.learning import actor_of, coordinator, learner, module, planned

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Stage:
    """A live module of a programme that two institutions run."""

    def __init__(self, at):
        self.at = at
        self.round = factories.round()
        self.programme = self.round.programme
        self.lead, self.partner = self.programme.lead, factories.institution("Coast")
        Partner.objects.create(programme=self.programme, institution=self.partner)
        self.module = module(self.programme, "Live", kind=Kind.LIVE)
        self.come = 0

    def session(self, **given):
        return planned(self.module, self.at, **given)

    def one(self, institution, name=""):
        found = learner(self.round, **({"who": factories.person(name)} if name else {}))
        factories.affiliation(found.person, factories.unit(institution))
        return found

    def enrol(self, session, institution, name=""):
        self.come += 1
        who = self.one(institution, name)
        at = self.at + timedelta(minutes=self.come)
        return enrolling.enrol(session, by=actor_of(who), at=at)


@pytest.fixture
def stage(at):
    return Stage(at)


def states(session):
    return [one.state for one in session.enrolments.order_by("since", "pk")]


def test_a_kept_place_is_for_its_institution_alone(stage):
    session = stage.session(places=2, shares={stage.partner.pk: 1})
    for institution in (stage.lead, stage.lead, stage.partner):
        stage.enrol(session, institution)
    assert states(session) == ["enrolled", "waiting", "enrolled"]


def test_after_their_own_places_they_have_free_ones(stage):
    session = stage.session(places=3, shares={stage.partner.pk: 1})
    for institution in (stage.partner, stage.partner, stage.lead, stage.partner):
        stage.enrol(session, institution)
    assert states(session) == ["enrolled", "enrolled", "enrolled", "waiting"]


def test_who_works_nowhere_has_free_places_only(stage):
    session = stage.session(places=1, shares={stage.partner.pk: 1})
    one = enrolling.enrol(session, by=actor_of(learner(stage.round)), at=stage.at)
    assert (one.state, one.institution_id) == ("waiting", None)


def test_a_place_given_back_goes_to_the_first_it_is_for(stage):
    session = stage.session(places=2, shares={stage.partner.pk: 1})
    stage.enrol(session, stage.lead)
    kept = stage.enrol(session, stage.partner)
    for institution in (stage.lead, stage.partner):
        stage.enrol(session, institution)
    assert states(session) == ["enrolled", "enrolled", "waiting", "waiting"]
    enrolling.leave(session, by=factories.actor(kept.person), at=stage.at + HOUR)
    assert states(session) == ["enrolled", "left", "waiting", "enrolled"]


def test_kept_places_nobody_took_are_released_in_time(stage):
    session = stage.session(places=1, days=7, shares={stage.partner.pk: 1}, release_days=2)
    one = stage.enrol(session, stage.lead)
    assert tasks.sweep(at=session.starts_at - timedelta(days=2, minutes=1)) == 0
    assert tasks.sweep(at=session.starts_at - timedelta(days=2)) == 1
    assert tasks.sweep(at=session.starts_at - timedelta(days=1)) == 0
    one.refresh_from_db()
    assert (one.state, one.place) == ("enrolled", 1)


def test_nothing_is_released_for_a_session_that_has_begun(stage):
    session = stage.session(places=1, shares={stage.partner.pk: 1}, release_days=2)
    stage.enrol(session, stage.lead)
    assert tasks.sweep(at=session.starts_at) == 0
    assert sessions.release(session, at=session.starts_at) == 0


def test_more_cannot_be_kept_than_there_is(stage):
    with pytest.raises(sessions.TooManyReserved):
        stage.session(places=2, shares={stage.lead.pk: 2, stage.partner.pk: 1})
    assert not Session.objects.exists()


def test_no_share_is_empty_or_twice(stage):
    session = stage.session(places=2, shares={stage.lead.pk: 0, stage.partner.pk: 1})
    assert list(session.shares.values_list("institution", "places")) == [(stage.partner.pk, 1)]
    for places, institution in ((0, stage.lead), (1, stage.partner)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.create(session=session, institution=institution, places=places)


def test_who_waits_moves_up_when_places_are_kept_no_more(stage):
    session = stage.session(places=1, shares={stage.partner.pk: 1})
    stage.enrol(session, stage.lead)
    names = ("starts_at", "minutes", "places", "place", "link")
    given = {name: getattr(session, name) for name in names} | {"shares": {}}
    sessions.change(session, given, seen=0, by=coordinator(stage.programme), at=stage.at + HOUR)
    assert states(session) == ["enrolled"]


def test_by_institution_counts_everybody_once(stage):
    session = stage.session(places=2, shares={stage.partner.pk: 1})
    for institution in (stage.lead, stage.lead, stage.partner):
        stage.enrol(session, institution)
    rows = [
        (row.institution.name, row.kept, row.taken, row.waiting) for row in sharing.by_institution(session)
    ]
    assert rows == [("Coast", 1, 1, 0), (stage.lead.name, 0, 1, 1)]


def shown(client, stage, session, role, **fields):
    client.force_login(factories.member(stage.programme, role, **fields))
    return client.get(reverse("training:session", args=[session.pk])).content.decode()


def test_a_partner_reads_the_names_of_their_own_people_only(client, stage):
    session = planned(stage.module, timezone.now(), places=2, shares={stage.partner.pk: 1})
    stage.enrol(session, stage.lead, "Lena Lead")
    stage.enrol(session, stage.partner, "Pia Coast")
    stage.enrol(session, stage.lead, "Waltraud Waits")
    theirs = shown(client, stage, session, TeamRole.PARTNER_COORDINATOR, institution=stage.partner)
    assert [name in theirs for name in ("Pia Coast", "Lena Lead", "Waltraud Waits")] == [True, False, False]
    assert "1 person of other institutions comes" in theirs
    assert "Cancel the session" not in theirs
    every = shown(client, stage, session, TeamRole.COORDINATOR)
    assert all(name in every for name in ("Pia Coast", "Lena Lead", "Waltraud Waits"))


def test_a_page_is_read_in_the_same_queries_for_one_and_for_three(client, stage, django_assert_num_queries):
    session = planned(stage.module, timezone.now(), places=4, shares={stage.partner.pk: 1})
    client.force_login(factories.member(stage.programme))
    where = reverse("training:session", args=[session.pk])
    stage.enrol(session, stage.lead)
    client.get(where)
    with django_assert_num_queries(10):
        client.get(where)
    for institution in (stage.partner, stage.lead):
        stage.enrol(session, institution)
    with django_assert_num_queries(10):
        client.get(where)


def posted(session, **more):
    given = {"minutes": 90, "places": 4, "place": "Hall", "link": "", "revision": 0, "release_days": 5}
    return {"starts_at": f"{session.starts_at:%Y-%m-%dT%H:%M}", **given, **more}


def test_a_coordinator_keeps_places_on_the_form(client, stage):
    session = planned(stage.module, timezone.now())
    client.force_login(factories.member(stage.programme))
    where = reverse("training:session_edit", args=[session.pk])
    field = f"share_{stage.partner.pk.hex}"
    assert client.post(where, posted(session, **{field: 9})).status_code == 422
    assert client.post(where, posted(session, **{field: 3})).status_code == 302
    session.refresh_from_db()
    assert (session.release_days, sharing.shares_of(session)) == (5, {stage.partner.pk: 3})


@pytest.mark.django_db(transaction=True)
def test_kept_places_are_kept_however_many_reach_for_them_at_once(at, at_once):
    stage = Stage(at)
    session = stage.session(places=2, shares={stage.partner.pk: 1})
    people = [stage.one(stage.lead) for _number in range(3)] + [stage.one(stage.partner)]
    at_once(*(partial(enrolling.enrol, session, by=actor_of(one), at=at) for one in people))
    enrolled = Enrolment.objects.filter(state="enrolled").values_list("institution", flat=True)
    assert set(enrolled) == {stage.lead.pk, stage.partner.pk}
    assert Enrolment.objects.filter(state="waiting").count() == 2
