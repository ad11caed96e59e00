"""The sweep goes on after a failure."""

from fairlead.kernel import sweeping

seen = []


def first(*, at):
    seen.append(("first", at))
    return 2


def breaks(*, at):
    raise RuntimeError("the mail server is away")


def last(*, at):
    seen.append(("last", at))
    return 3


def test_one_that_fails_does_not_stop_the_others(settings, at):
    seen.clear()
    settings.SWEEPS = [f"{__name__}.{name}" for name in ("first", "breaks", "last")]
    assert sweeping.sweep(at) == 5
    assert seen == [("first", at), ("last", at)]


def test_name_that_does_not_exist_stops_nothing_either(settings, at):
    seen.clear()
    settings.SWEEPS = [f"{__name__}.absent", f"{__name__}.last"]
    assert sweeping.sweep(at) == 3


def test_every_sweep_of_the_product_exists_and_finds_nothing_in_an_empty_house(db, at):
    assert sweeping.sweep(at) == 0
