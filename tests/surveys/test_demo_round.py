"""The demo's rounds have answers to show: a change from start to end, and a wave that is open."""

import pytest

from fairlead.portal.demo import telling
from fairlead.portal.demo.calendar import Calendar
from fairlead.portal.demo.founding import Scene, found_institutions, found_programmes, welcome_people
from fairlead.portal.demo.surveying import survey
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round
from fairlead.surveys import queries
from fairlead.surveys.enums import WaveState

pytestmark = pytest.mark.django_db


def test_finished_round_tells_a_change_and_the_running_one_is_asked_now(at):
    scene = Scene(calendar=Calendar(at))
    found_institutions(scene)
    welcome_people(scene)
    found_programmes(scene)
    telling._past(scene)
    survey(scene, by=telling.COORDINATOR)
    finished, running = (Round.objects.get(state=state) for state in (RoundState.FINISHED, RoundState.CLOSED))
    panel = queries.panel(finished, "en")
    assert panel.both >= 20
    assert all(one.change is not None and one.contrast is not None for one in panel.changes)
    rates = {one.wave.moment: one for one in queries.rates(running)}
    assert rates["mid"].wave.state == WaveState.OPEN
    assert 0 < rates["mid"].answered < rates["mid"].asked
    assert queries.results(rates["mid"].wave, "en").n >= 5
    assert rates["end"].wave.state == WaveState.PLANNED
