"""What is told in confidence goes along with whoever wrote it, and with nobody who was told."""

import pytest

from fairlead.privacy.queries.mine import sections
from fairlead.support.actions import caring as cases
from fairlead.support.actions import sharing as actions
from tests.support import caring
from tests.support.sharing import SUMMARY, now, proposed, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    return scene(at)


def taken_along(made, who):
    return str([one.rows for one in sections(made.by(who))])


def test_whoever_asked_takes_their_words_along_and_whom_they_told_does_not(at, here):
    case = caring.concern(here, at)
    cases.write_note(case, "Rang her head.", by=here.by("contact"), at=at)
    said = (f"My {caring.SECRET} is unwell.", "Rang her head.")
    found = {who: [one in taken_along(here, who) for one in said] for who in ("mentee", "contact")}
    assert found == {"mentee": [True, False], "contact": [False, False]}


def test_a_summary_that_was_only_offered_is_read_nowhere(at, here):
    offered = proposed(here, caring.by_hand(here, at), at)
    assert SUMMARY not in taken_along(here, "partner")
    actions.accept(now(offered), by=here.by("partner"), at=at)
    assert SUMMARY not in taken_along(here, "partner")
