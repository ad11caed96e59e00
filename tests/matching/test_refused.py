"""A pair to which somebody has said no is not proposed to them again."""

import pytest

from fairlead.kernel.tokens import derived
from fairlead.matching.actions import answering, offering, ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.queries import alternatives
from fairlead.programmes.enums import Side
from tests.matching.pools import pool

FORBIDDEN = "This pair is not possible, for a reason that is not shown."
pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    here = pool()
    here.mentor("Ana")
    here.mentor("Boris", grade=6)
    here.mentee("Chen")
    return here


def lock(people, at):
    pair = {"mentee": people.people["Chen"], "mentor": people.people["Ana"]}
    ruling.rule(**pair, kind=RulingKind.LOCK, reason="", by=people.by, at=at)


def refuse(run, mentee, at):
    pair = run.proposals.get(mentee=mentee)
    link = derived("offer", pair.answers.get(side=Side.MENTOR).pk)
    answering.give(link, yes=False, private_reason="", at=at)


def test_pair_to_which_one_said_no_is_not_made_again(people, at):
    lock(people, at)
    first = people.run(at)
    offering.send_offers(first, proposals=first.proposals.all(), by=people.by, at=at)
    refuse(first, people.people["Chen"], at)
    second = people.run(at, base=first)
    assert (people.pairs(first), people.pairs(second)) == ({"Chen": "Ana"}, {"Chen": "Boris"})
    shown = alternatives.of_mentee(second, people.people["Chen"].pk)
    assert [(one.mentor.name, one.blocks) for one in shown.impossible] == [
        (
            "Ana",
            [FORBIDDEN],
        )
    ]


def test_coordinators_lock_after_a_no_makes_the_pair_again(people, at):
    first = people.run(at)
    offering.send_offers(first, proposals=first.proposals.all(), by=people.by, at=at)
    refuse(first, people.people["Chen"], at)
    lock(people, at)
    assert people.pairs(people.run(at, base=first)) == {"Chen": "Ana"}
