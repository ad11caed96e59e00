"""What people were reminded of, when the next mail may go, and how often somebody wants one."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.people.models import Person


class Rhythm(models.TextChoices):
    """How often somebody is reminded of what can wait."""

    DAILY = "daily", _("At most once a day")
    WEEKLY = "weekly", _("At most once a week")
    PAUSED = "paused", _("Not for now")


class Choice(Record):
    """How often a person wants to be reminded; without a row it is daily."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.DAILY)
    changed_at = models.DateTimeField()


class Digest(Record):
    """The one mail of reminders that an address got on a day."""

    email = models.EmailField(max_length=254)
    day = models.DateField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), "day", name="one_digest_per_address_and_day")]
        indexes = [models.Index(fields=["day"], name="digest_day")]


class Nudge(Record):
    """One thing somebody was reminded of. `key` names its reason, so that it is said once, ever."""

    key = models.CharField(max_length=220, unique=True)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="nudges")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    pair = models.UUIDField(null=True, db_index=True)
    said_at = models.DateTimeField()


class Bell(models.Model):
    """One row: when the next gathering may begin, so that it is done now and then, by one worker."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    next_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_bell")]
