"""What commands do that read or write the installation's database."""

from __future__ import annotations

import os
from collections.abc import Callable

from fairlead.cli import CommandError


def with_database(deed: Callable[[], int]) -> int:
    """Do it with the installation's settings; its exit status.

    Raises `CommandError` when the database cannot be read.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError

    try:
        return deed()
    except OperationalError as error:
        raise CommandError(f"the database cannot be read: {str(error).strip()}") from None
