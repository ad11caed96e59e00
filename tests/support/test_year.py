"""A simulated year: each nudge once, none twice after a killed worker, none after an ending."""

from collections import Counter
from datetime import timedelta

import pytest

from fairlead.mentorships.models import Mentorship
from fairlead.notifications import actions as outbox
from fairlead.support.models import Digest, Nudge, Pulse
from tests.support import year

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone in the middle of a sweep."""


def killing(monkeypatch, after):
    """Let the worker be killed while it writes its so-many-th letter."""
    real, written = outbox.write, Counter()

    def write(**given):
        written["letters"] += 1
        letter = real(**given)
        if written["letters"] == after:
            raise Killed
        return letter

    monkeypatch.setattr(outbox, "write", write)


@pytest.fixture
def story(at, monkeypatch):
    """The year; whenever letters go, the worker is killed between them, and another goes on."""
    start = at.replace(hour=6)
    deeds = year.begin(start)
    killed = 0
    for day in range(year.DAYS):
        now = start + timedelta(days=day)
        year.live(deeds, now, day)
        with monkeypatch.context() as patched:
            killing(patched, after=1 + killed % 3)
            try:
                year.work(now)
            except Killed:
                killed += 1
                patched.undo()
                year.work(now + timedelta(minutes=11))
    return deeds, killed


def kinds(deeds, deed):
    """How often both of the pairs that do this were reminded of what, as (kind, times) for each pair."""
    pairs = [pk for pk, does in deeds.items() if does == deed]
    said = Nudge.objects.filter(pair__in=pairs).values_list("pair", "key")
    counted = Counter((pair, key.split(":")[0]) for pair, key in said)
    return {kind: {counted[pair, kind] for pair in pairs} for kind in {kind for _pair, kind in counted}}


def times(kind):
    """How often people were reminded of this, whoever was at all."""
    said = Nudge.objects.filter(key__startswith=f"{kind}:").values_list("person", flat=True)
    return set(Counter(said).values())


def test_year_of_forty_pairs(story):
    deeds, killed = story
    assert (len(deeds), killed > 3) == (40, True)
    both = {2}
    assert kinds(deeds, year.NEVER)["first-meeting"] == both
    assert kinds(deeds, year.NEVER)["silent"] == both
    assert "first-meeting" not in kinds(deeds, year.MEETS)
    assert "silent" not in kinds(deeds, year.MEETS)
    assert kinds(deeds, year.MEETS)["plan"] == both
    assert kinds(deeds, year.STOPS)["silent"] == both
    assert kinds(deeds, year.MEETS)["pulse"] == {12}  # on day 30, 90, 150, 210, 270, 330
    assert kinds(deeds, year.LEAVES)["pulse"] == both
    assert kinds(deeds, year.COMPLETES)["pulse"] == {4}
    assert times("training") == {2}  # also those who are in two rounds
    assert times("survey") == {1, 2}  # one for each of the two rounds
    assert Pulse.objects.count() == Nudge.objects.filter(key__startswith="pulse:").count()
    assert max(Counter(year.reminders()).values()) == 1
    assert Digest.objects.count() == len(year.reminders())
    ended = dict(Mentorship.objects.filter(state__in=year.ended_states()).values_list("pk", "ended_on"))
    late = [one.key for one in Nudge.objects.filter(pair__in=ended) if one.said_at.date() > ended[one.pair]]
    assert (late, len(ended)) == ([], 32)
