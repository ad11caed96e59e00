"""Seal every person's key under the newest of the installation's keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.sealed.actions import renew_keys
from fairlead.sealed.ciphers import CannotOpen


class Command(BaseCommand):
    """For a new first line in the file of keys; once it has run, older lines can go."""

    help = "seal every person's key under the first key of FAIRLEAD_WORDS_KEY_FILE"

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew, and say how many; nothing is changed when a key is missing."""
        try:
            renewed = renew_keys()
        except CannotOpen as missing:
            raise CommandError(
                _("A key under which words were sealed is missing from the file: put it back as a line.")
            ) from missing
        said = ngettext("%(n)d key was renewed.", "%(n)d keys were renewed.", renewed)
        self.stdout.write(said % {"n": renewed})
