"""Begin an installation: the first institution and the first person who may do anything."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fairlead.institutions.actions import know_institution
from fairlead.kernel.actors import Actor
from fairlead.people.actions import grant_role, know_person, set_affiliation
from fairlead.people.models import Role


class Command(BaseCommand):
    """Make the institution and the person known, and let the person found programmes; safe to repeat."""

    help = "Make the first institution, and the first person, who may found its programmes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who and where."""
        parser.add_argument("--institution", required=True, help="full name of the institution")
        parser.add_argument("--name", required=True, help="full name of the person")
        parser.add_argument("--email", required=True, help="the person's address")

    @transaction.atomic
    def handle(self, *args: Any, institution: str, name: str, email: str, **options: Any) -> None:
        """Store both, and say how to sign in."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        at, by = timezone.now(), Actor(name="fairlead manage begin")
        home = know_institution(name=institution)
        person = know_person(email=email, name=name, at=at)
        set_affiliation(
            person,
            institution=home,
            unit=None,
            job_title="",
            grade=None,
            campus="",
            line_manager_name="",
            line_manager_email="",
            at=at,
        )
        for role in Role:
            grant_role(person, role, by=by, at=at)
        address = f"{settings.BASE_URL}{reverse('people:sign_in')}"
        self.stdout.write(
            f"{person.name} may found programmes of {home.name}.\nSign in by e-mail link: {address}"
        )
