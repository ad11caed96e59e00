"""Every address is in a table of doors, and every table meets the stranger."""

from tests import doors


def faults(tables: dict[str, doors.Table], addresses: list[str]) -> list[str]:
    """What is missing from the tables, or wrong in them."""
    written = [name for table in tables.values() for name in table]
    found = [f"{name} has no table" for name in addresses if name not in written]
    found += [f"{name} is no address" for name in written if name not in addresses]
    for table in tables.values():
        for name, row in table.items():
            found += [f"{name}: unknown role {role}" for role in row if role not in doors.ROLES]
            if "stranger" not in row:
                found.append(f"{name} says nothing of the stranger")
    return found


def test_every_address_is_in_a_table():
    assert faults(doors.tables(), list(doors.names())) == []


def test_gaps_are_noticed():
    tables = {"tests.x.test_doors": {"x:there": {"mentee": 200, "nobody": 404}, "x:gone": {"stranger": 302}}}
    assert faults(tables, ["x:there", "x:new"]) == [
        "x:new has no table",
        "x:gone is no address",
        "x:there: unknown role nobody",
        "x:there says nothing of the stranger",
    ]
