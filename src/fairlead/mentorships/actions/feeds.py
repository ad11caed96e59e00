"""Make a person's calendar feed, and take it back."""

from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.mentorships.models import CalendarFeed
from fairlead.mentorships.queries.meetings import FEED


@transaction.atomic
def make(*, by: Actor, at: datetime) -> CalendarFeed:
    """A new link to the actor's meetings; the one before, if there was one, works no more."""
    assert by.person_id is not None
    CalendarFeed.objects.filter(person=by.person_id).delete()
    feed = CalendarFeed(person_id=by.person_id, made_at=at)
    feed.fingerprint = fingerprint(derived(FEED, feed.pk))
    kept, _new = CalendarFeed.objects.get_or_create(
        person_id=by.person_id, defaults={"pk": feed.pk, "fingerprint": feed.fingerprint, "made_at": at}
    )
    record("made calendar feed", kept, by=by, at=at)
    return kept


@transaction.atomic
def revoke(*, by: Actor, at: datetime) -> bool:
    """Take the actor's link back; False when there was none."""
    feed = CalendarFeed.objects.filter(person=by.person_id).first()
    if feed is None:
        return False
    record("revoked calendar feed", feed, by=by, at=at)
    feed.delete()
    return True
