"""Commands that need the database say in a sentence that they cannot read it."""

import pytest
from django.db import OperationalError

from fairlead.cli import CommandError
from fairlead.cli.database import with_database


def test_a_database_that_cannot_be_read_is_said() -> None:
    def deed() -> int:
        raise OperationalError("no such table: programmes_programme\n")

    with pytest.raises(CommandError) as told:
        with_database(deed)
    assert str(told.value) == "the database cannot be read: no such table: programmes_programme"


def test_what_was_done_gives_its_exit_status() -> None:
    assert with_database(lambda: 1) == 1
