"""Persons, where they work, what they may do everywhere, and how they sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.models import Record


class People(BaseUserManager["Person"]):
    """All persons; the address is the natural key."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this address, however it is written."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person with an address in lower case and, if given, a password."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Record, AbstractBaseUser):
    """Somebody who takes part, runs a programme, or answers for somebody who does.

    `chosen_language`: what they chose to read; empty, they read what their institution does.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=200)
    chosen_language = models.CharField(max_length=10, blank=True, choices=settings.LANGUAGES)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_address_once")]
        # What PostgreSQL compares where an address is looked for in whatever case.
        indexes = [models.Index(Upper("email"), name="person_by_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """What they read: as they chose, else as their institution has it, else the installation's.

        No query as long as the installation speaks one language only; else one for whoever chose nothing.
        """
        if self.chosen_language or len(settings.LANGUAGES) == 1:
            return self.chosen_language or settings.LANGUAGE_CODE
        now = Affiliation.objects.filter(person=self.pk, ended_on=None)
        offered = now.filter(institution__language__in=dict(settings.LANGUAGES))
        return offered.values_list("institution__language", flat=True).first() or settings.LANGUAGE_CODE


class Affiliation(Record):
    """A person at a unit, from a day to a day.

    `listed_at`: when a staff list of HR last named it; before that, `started_on` is only when we first heard.
    A contract without an end ends on the last day a calendar knows. `leaves_on`: the last day of somebody of
    whom HR or a coordinator says that they leave, or change post; the affiliation ends after it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    job_title = models.CharField(max_length=200, blank=True)
    grade = models.PositiveSmallIntegerField(null=True)
    campus = models.CharField(max_length=80, blank=True)
    line_manager_name = models.CharField(max_length=200, blank=True)
    line_manager_email = models.EmailField(max_length=254, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    contract_ends_on = models.DateField(null=True)
    probation_ends_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)
    listed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_on", "id"]
        constraints = [
            models.UniqueConstraint(
                "person", condition=models.Q(ended_on__isnull=True), name="one_current_affiliation_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_title}, {self.institution_id}"


class Role(models.TextChoices):
    """What a person may do everywhere, whatever the programme."""

    IT_ADMINISTRATOR = "it_administrator", _("IT administrator")
    PROGRAMME_OWNER = "programme_owner", _("Programme owner")


class RoleGrant(Record):
    """A role given to a person for the whole installation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint("person", "role", name="role_granted_once")]

    def __str__(self) -> str:
        return self.get_role_display()


class SignInLink(Record):
    """A link that signs a person in once; only its fingerprint is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    next_path = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]


class FailedSignIn(Record):
    """A wrong password, kept by the address's fingerprint for as long as it slows the next try."""

    fingerprint = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)
