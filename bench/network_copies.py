"""Copy the people of one programme into others, inside the database: quick, and the same at every time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

TABLES = (
    "people_person",
    "people_affiliation",
    "programmes_participation",
    "applications_application",
    "applications_applicationarea",
    "mentorships_mentorship",
)
# What an id becomes in copy n: what is named for it, or an id of its own that follows from both.
MOVED = """
CREATE TEMP TABLE moved (n integer, old uuid, new uuid, PRIMARY KEY (n, old));
CREATE FUNCTION pg_temp.moved(given uuid, copy integer) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT new FROM pg_temp.moved WHERE n = copy AND old = given), md5(given::text || copy)::uuid
  ) WHERE given IS NOT NULL
$$;
"""
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'NO' ORDER BY ordinal_position
"""


def copy(cursor: CursorWrapper, moved: Iterable[tuple[int, UUID, UUID]]) -> None:
    """As many copies as `moved` numbers; it names what a copy has in place of what the first has."""
    cursor.execute(MOVED)
    rows = list(moved)
    cursor.executemany("INSERT INTO moved VALUES (%s, %s, %s)", rows)
    cursor.execute("ANALYZE moved")
    most = max(number for number, _old, _new in rows)
    for table in TABLES:
        cursor.execute(COLUMNS, [table])
        columns = cursor.fetchall()
        names = ", ".join(f'"{name}"' for name, _kind in columns)
        values = ", ".join(_value(name, kind) for name, kind in columns)
        source = f'"{table}" AS source, generate_series(1, %s) AS copy'
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}", [most])


def _value(name: str, kind: str) -> str:
    if kind == "uuid":
        return f'pg_temp.moved(source."{name}", copy)'
    if name == "email":
        return "'copy' || copy || '.' || source.email"
    return f'source."{name}"'
