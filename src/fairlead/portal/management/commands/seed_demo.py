"""Fill an empty installation with the demo."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from fairlead.portal.demo.telling import tell


class Command(BaseCommand):
    """Store the demo's institutions, people, programmes, applications and pairs; once."""

    help = "Fill the database with the demo; does nothing when the demo is there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the story as of now."""
        told = tell(at=timezone.now())
        self.stdout.write("The demo is ready." if told else "The demo is there already; nothing was changed.")
