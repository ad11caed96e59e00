"""What the demo's pairs have agreed on: most with the programme's draft and a few points of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fairlead.kernel.actors import Actor
from fairlead.mentorships import policies
from fairlead.mentorships.actions import agreement_templates, agreements
from fairlead.mentorships.clauses import Words, marks, worded
from fairlead.mentorships.enums import AgreementState, MentorshipState, Rhythm, Scheduler
from fairlead.mentorships.models import Agreement, Mentorship, Signature
from fairlead.mentorships.queries import agreements as reading
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.enums import Format, Side
from fairlead.sealed import actions as sealed

CHANGING = "thandeka.mokoena"
CHANGE = {
    "rhythm": Rhythm.TWO_WEEKS.value,
    "place": "By video; once a month over lunch in the canteen of the main building",
    "supervisor_more": "After the arrival week Thandeka tells her supervisor what has changed in her work.",
}
# What pairs wrote beside the draft, by the mentee's key; the others took it as it was.
OWN: dict[str, dict[str, Any]] = {
    "thandeka.mokoena": {
        "place": "In turn at the housing office and at the Applied Sciences’ welcome desk",
        "confidentiality_more": "What we say about single residents stays without names, between us too.",
        "more": "When one of us is in an arrival week, a meeting may be a walk of twenty minutes.",
    },
    "uyen.pham": {"scheduler": Scheduler.IN_TURN.value, "agenda_days": 4},
    "linnea.aas": {
        "minutes": 90,
        "more": "We speak Irish English and Norwegian, and ask when we do not follow.",
    },
    "rania.saleh": {
        "notice_days": 2,
        "boundaries_more": "We leave out the reorganisation of our two offices.",
    },
}
WAITING = "kiri.walker"  # the mentor has signed, the mentee has not
BEGUN = "davit.sargsyan"  # written, and neither has signed
NONE = "silvia.bartosova"
EXTENDED = ("luis.figueira", "bence.farkas")  # whose agreement was written anew for the longer time


def agree(scene: Scene, *, by: str) -> None:
    """Give the formal programme's pairs their agreements, and leave one change waiting for a signature."""
    _texts(scene, by)
    pairs = Mentorship.objects.exclude(state=MentorshipState.ENDED_EARLY).filter(
        round__programme__format=Format.FORMAL
    )
    loaded = pairs.select_related("round__programme", "mentor__person", "mentee__person")
    versions: list[Agreement] = []
    signatures: list[Signature] = []
    for pair in (one for one in loaded if _key(one) != NONE):
        for version, signed in _versions(scene, pair):
            versions.append(version)
            signatures += signed
    Agreement.objects.bulk_create(versions)
    Signature.objects.bulk_create(signatures)
    _change(scene, next(pair for pair in loaded if _key(pair) == CHANGING))


def _texts(scene: Scene, by: str) -> None:
    """The coordinator has given one standard text the programme's own words."""
    programme = scene.programmes["safe-harbour"]
    kept = reading.template_of(programme)
    texts = {name: getattr(kept, name) for name in agreement_templates.TEXTS}
    texts["supervisor"] = (
        "The mentee’s supervisor has approved the time, about an hour a month, and knows from when to when "
        "the mentorship runs. What we talk about, the supervisor learns only from the mentee."
    )
    agreement_templates.settle_template(
        programme, texts, seen=0, by=scene.actor(by), at=scene.calendar.moment(420, 30)
    )


def _versions(scene: Scene, pair: Mentorship) -> Iterable[tuple[Agreement, list[Signature]]]:
    own = OWN.get(_key(pair), {})
    key = _key(pair)
    begun = scene.calendar.moment(_days_ago(scene, pair) - 9 - 2 * (len(key) % 9), 35)
    first, signed = _version(pair, 1, _words(pair, own), begun)
    if key in EXTENDED:
        longer = {"rhythm": Rhythm.TWO_MONTHS.value}
        second, later = _version(pair, 2, _words(pair, longer), scene.calendar.moment(150, 20))
        first.state, first.replaced_at = AgreementState.REPLACED, second.in_force_at
        yield second, later
    yield first, signed


def _version(
    pair: Mentorship, number: int, words: Words, begun: datetime
) -> tuple[Agreement, list[Signature]]:
    """One version, signed by both unless this pair is still at it."""
    text = sealed.seal(words.stored(), kind=agreements.KIND, readers=policies.halves(pair), at=begun)
    version = Agreement(mentorship=pair, number=number, words=text, begun_at=begun, changed_at=begun)
    first, second = begun + timedelta(minutes=25), begun + timedelta(days=1, minutes=50)
    if _key(pair) == BEGUN:
        return version, []
    signed = [_signature(version, pair, Side.MENTOR, first)]
    if _key(pair) != WAITING:
        signed.append(_signature(version, pair, Side.MENTEE, second))
        version.state, version.in_force_at = AgreementState.IN_FORCE, second
    return version, signed


def _signature(version: Agreement, pair: Mentorship, side: Side, at: datetime) -> Signature:
    half = pair.mentor if side == Side.MENTOR else pair.mentee
    return Signature(agreement=version, side=side, person=half.person, revision=1, signed_at=at)


def _words(pair: Mentorship, own: Mapping[str, Any]) -> Words:
    template = reading.template_of(pair.round.programme)
    choices = replace(reading.suggested(pair, template), **own)
    return worded(choices, reading.standard_of(template), reading.between(pair))


def _change(scene: Scene, pair: Mentorship) -> None:
    """The mentor has written a change and signed it; it waits for the mentee."""
    at = scene.calendar.moment(2, 200)
    by = _actor(pair)
    current = reading.shelf(pair).in_force
    assert current is not None
    shown = reading.words(by, [current])[current.pk].choices
    agreements.write(pair, CHANGE, shown=marks(shown), typing=False, by=by, at=at)
    written = reading.shelf(pair).writing
    assert written is not None
    agreements.sign(pair, read=str(written.pk), revision=1, by=by, at=at + timedelta(minutes=15))


def _actor(pair: Mentorship) -> Actor:
    mentor = pair.mentor.person
    return Actor(person_id=mentor.pk, name=mentor.name, email=mentor.email)


def _days_ago(scene: Scene, pair: Mentorship) -> int:
    return (scene.calendar.today - pair.starts_on).days


def _key(pair: Mentorship) -> str:
    return pair.mentee.person.email.partition("@")[0]
