"""What the two of a pair keep between themselves, told in words that no other text holds, and who reads it.

The pair is the one whose halves look as the roles mentee and mentor.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from fairlead.calendars import actions as calendars
from fairlead.calendars.models import Connection
from fairlead.calendars.times import Span
from fairlead.institutions.models import Unit
from fairlead.matching.actions import swaps as swapping
from fairlead.matching.queries import swaps
from fairlead.mentorships.actions import holding, notes, reviews
from fairlead.mentorships.enums import Level, NoteKind, Review
from fairlead.mentorships.models import Goal, Meeting, Mentorship, Step
from fairlead.preferences.actions import arranging, stating
from fairlead.preferences.enums import Deed
from fairlead.preferences.models import Terms
from fairlead.preferences.queries import cards
from fairlead.programmes.enums import Side
from fairlead.support.actions import caring, helping
from fairlead.support.models import Case
from tests import factories
from tests.mentorships import agreeing, meeting, planned
from tests.scope.stage import Stage

PAIR, TWO = "Acrossed", ("mentee", "mentor")
NOTE, MENTORS = "Wombat-Seven", "Bandicoot-Two"
CASE, HOST, CALENDAR = "Numbat-Three", "godwit-eight.example", "Dotterel-Nine"
# What the four of a swap read at home and at their pair; none of those who look is one of them.
ASKED_TO_SWAP, OPEN_SWAP = "Say whether you would swap", "A swap you said yes to is open"
PLACES = (meeting.CAFE.words, meeting.CAFE.link)
AGREED = ("Kestrel-Nine", "Heron-Two", "Osprey-Five", "Plover-Six", "Dunlin-Four")
READERS: dict[str, tuple[str, ...]] = {
    planned.SECRET: TWO,
    **dict.fromkeys((f"{NOTE} {kind.value}" for kind in (NoteKind.AGENDA, NoteKind.OUTCOME)), TWO),
    f"{NOTE} {NoteKind.PREPARATION.value}": ("mentee",),
    f"{NOTE} {NoteKind.REFLECTION.value}": ("mentee",),
    MENTORS: ("mentor",),
    **dict.fromkeys((*PLACES, *AGREED, HOST), TWO),
    CASE: ("mentee",),
    CALENDAR: (),
    ASKED_TO_SWAP: (),
    OPEN_SWAP: (),
}
WORDS = [(word, word.encode()) for word in READERS]
# Whoever holds the link of a feed is its owner; it works without signing in, and nobody else finds it.
BY_LINK = {(word, "mentorships:feed") for word in PLACES}


def words_in(body: bytes) -> set[str]:
    """The confided words in an answer."""
    return {word for word, said in WORDS if said in body}


def leaks(role: str, name: str, body: bytes) -> Iterator[str]:
    """The confided words in an answer that the role may not read there."""
    for word in words_in(body):
        if role not in READERS[word] and (word, name) not in BY_LINK:
            yield f"{name} tells {role} {word}"


def confide(stage: Stage, at: datetime) -> None:
    """The pair does all that one does in confidence."""
    pair = stage.pairs[PAIR]
    Mentorship.objects.filter(pk=pair.pk).update(starts_on=at.date() - timedelta(days=60))
    pair = stage.pairs[PAIR] = meeting.fresh(pair)
    _plan(pair, at)
    _meet(pair, at)
    agreeing.agree(pair, at, place=AGREED[0], contact=AGREED[1])
    agreeing.agree(pair, at, place=AGREED[2], confidentiality_more=AGREED[3])
    agreeing.write(pair, agreeing.mentee(pair), at, more=AGREED[4])
    agreeing.sign(pair, agreeing.mentee(pair), at)
    _ask_for_help(stage, pair, at)
    _rule_out(stage, at)
    _propose_a_swap(stage, at)
    for half in (pair.mentee, pair.mentor):
        made = calendars.connect(f"https://{HOST}/{CALENDAR}.ics", by=factories.actor(half.person), at=at)
        Connection.objects.filter(pk=made.pk).update(lease_until=None)
        calendars.store(made, [Span(at + timedelta(days=1), at + timedelta(days=2))], at=at)


def _plan(pair: Mentorship, at: datetime) -> None:
    given = planned.given("A", first_steps=[f"{planned.SECRET} go"])
    plan = planned.agreed(pair, at, given, share=True)
    mentee, goal = planned.halves(pair)[0], Goal.objects.get(plan=plan)
    reviews.choose_level(goal, review=Review.MID, level=Level.MORE, seen=1, by=mentee, at=at)
    reviews.finish_review(plan, review=Review.MID, by=mentee, at=at)


def _meet(pair: Mentorship, at: datetime) -> None:
    was, to_come = meeting.past(pair, at), meeting.planned(pair, at)
    by = meeting.mentee_of(pair)
    for one in (was, to_come):
        for kind in NoteKind:
            notes.write(one, kind, f"{NOTE} {kind.value}", seen="", by=by, at=at)
        for kind in (NoteKind.PREPARATION, NoteKind.REFLECTION):
            notes.write(one, kind, MENTORS, seen="", by=meeting.mentor_of(pair), at=at)
    holding.hold(was, minutes=60, by=by, at=at, thumb=False)
    meeting.proposed(pair, at, days=(20, 21))


def _ask_for_help(stage: Stage, pair: Mentorship, at: datetime) -> None:
    contact, by = factories.person("Olu Ombudsperson"), factories.actor(stage.roles["coordinator"])
    caring.add_contact(stage.programme, contact, "Ombudsperson", by=by, at=at)
    mentee = meeting.mentee_of(pair)
    helping.say_unsure(pair, to=contact.pk, by=mentee, at=at)
    words = f"My {CASE} is unwell."
    helping.write_in_confidence(pair, words, to=contact.pk, occasion="form-1", by=mentee, at=at)


def _rule_out(stage: Stage, at: datetime) -> None:
    """The mentor rules out a mentee, of whom only the mentor can see the card and its label.

    The applicants of the stage that look at addresses see no cards: none of them is in the pool.
    """
    mentor, mentee = stage.people["Bmentoring"], stage.people["Aaccepted"]
    if not Terms.objects.filter(round=stage.round).exists():
        by = factories.actor(stage.roles["coordinator"])
        arranging.arrange(stage.round, until=at.date() + timedelta(days=9), by=by, at=at)
    for one in (mentor, mentee):
        factories.choose(one, ("Dual career",))
    key = cards.key_of(mentor, mentee.participation_id)
    stating.state(mentor, Deed.RATHER_NOT, key, by=factories.actor(mentor.person), at=at)
    _read_by(cards.label("mentee", mentee.participation_id), ("mentor",))


def _read_by(word: str, roles: tuple[str, ...]) -> None:
    """A word that is known only now."""
    READERS[word] = roles
    WORDS.append((word, word.encode()))


def _propose_a_swap(stage: Stage, at: datetime) -> None:
    """Of two young pairs of the leading institution one proposes a swap; none of the four is among who looks.

    The label of the card of each is read by the one who would get them, and by nobody else.
    """
    Terms.objects.filter(round=stage.round).update(swap_weeks=12)
    units = Unit.objects.filter(institution=stage.institutions["L"]).order_by("name")
    four = [
        factories.application(stage.round, side, factories.person(), unit=unit).participation
        for side, unit in zip([Side.MENTOR, Side.MENTEE] * 2, units, strict=False)
    ]
    days = {"starts_on": at.date(), "ends_on": at.date() + timedelta(days=90)}
    own, other = (
        factories.mentorship(stage.round, *two, state="active", **days) for two in (four[:2], four[2:])
    )
    found = swaps.by_key(swaps.trades(own, Terms.objects.get(round=stage.round), at=at), Side.MENTEE)
    (key,) = (key for key, trade in found.items() if trade.other == other)
    swapping.propose(own, own.mentee, key, by=factories.actor(own.mentee.person), at=at)
    for one in four:
        _read_by(cards.label(one.side, one.pk), ())


def things(stage: Stage, kind: str) -> list[Any]:
    """What the pair has, by what stands before its id in an address or by the name of a later parameter."""
    pair = stage.pairs[PAIR]
    two = (pair.mentee.person_id, pair.mentor.person_id)
    found = {
        "meetings/": Meeting.objects.filter(mentorship=pair),
        "cases/": Case.objects.order_by("-opened_at", "pk")[:2],
        "free-times/": Connection.objects.filter(person__in=two),
        "goal": Goal.objects.filter(plan__mentorship=pair),
        "step": Step.objects.filter(goal__plan__mentorship=pair),
    }
    return list(found[kind])
