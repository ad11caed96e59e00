"""Institutions and units."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record


class Institution(Record):
    """A university or research organisation whose staff take part, and the face it shows them.

    `accent` is its colour as `#rrggbb`; `logo_mark` the mark of its stored logo. `sender_name`,
    `sender_address`, `reply_to` and `letter_closing` are those of letters to its people. `language` is what
    visitors of its own host and its people read, on pages and in letters. Whatever is empty is the
    installation's.
    """

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    city = models.CharField(max_length=100, blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True)
    logo_mark = models.CharField(max_length=16, blank=True)
    sender_name = models.CharField(_("name of the sender"), max_length=100, blank=True)
    sender_address = models.EmailField(_("address of the sender"), max_length=254, blank=True)
    reply_to = models.EmailField(_("address for answers"), max_length=254, blank=True)
    letter_closing = models.CharField(_("how letters close"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), name="institution_name_once")]

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """An office, department or faculty of an institution."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("institution", Lower("name"), name="unit_name_once_per_institution")
        ]

    def __str__(self) -> str:
        return self.name


class Logo(Record):
    """An institution's logo: a PNG as `institutions.pictures` writes it."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()
    mark = models.CharField(max_length=16)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.mark
