"""Make a team member's own link to the calendar of the team, and take it back."""

from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.partnerships.models import TeamFeed
from fairlead.partnerships.queries.calendar import FEED
from fairlead.programmes.models import Programme


@transaction.atomic
def make(programme: Programme, *, by: Actor, at: datetime) -> TeamFeed:
    """A new link for the actor; the one before, if there was one, works no more."""
    assert by.person_id is not None
    TeamFeed.objects.filter(person=by.person_id, programme=programme).delete()
    feed = TeamFeed(person_id=by.person_id, programme=programme, made_at=at)
    feed.fingerprint = fingerprint(derived(FEED, feed.pk))
    kept, _new = TeamFeed.objects.get_or_create(
        person_id=by.person_id,
        programme=programme,
        defaults={"pk": feed.pk, "fingerprint": feed.fingerprint, "made_at": at},
    )
    record("made team calendar feed", kept, by=by, at=at)
    return kept


@transaction.atomic
def revoke(programme: Programme, *, by: Actor, at: datetime) -> bool:
    """Take the actor's link back; False when there was none."""
    feed = TeamFeed.objects.filter(person=by.person_id, programme=programme).first()
    if feed is None:
        return False
    record("revoked team calendar feed", feed, by=by, at=at)
    feed.delete()
    return True
