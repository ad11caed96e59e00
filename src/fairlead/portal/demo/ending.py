"""Let pairs rest, go on longer, end and close as they do in a running programme."""

from datetime import timedelta

from fairlead.kernel.actors import Actor
from fairlead.matching.actions import afterwards
from fairlead.mentorships.actions import closing, extending
from fairlead.mentorships.enums import ExtensionState, MentorshipState, Naming
from fairlead.mentorships.models import Extension, Mentorship
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.enums import RoundState, Side

THANKS = (
    "You never once told me what to do. I noticed afterwards how much I had decided by myself. Thanks.",
    "Thank you for the questions that I had stopped asking years ago.",
)
NAMED = (
    "I came for the mobility agreements and stayed for the view from another office. Ninety minutes a month "
    "have changed how I answer the phone."
)
UNNAMED = (
    "As a mentor I learned at least as much as my mentee. I would do it again, and have said so at home."
)


def end(scene: Scene) -> None:
    """What the pairs of the past and the present have asked, answered and left behind by today."""
    pairs = {one.mentee.person_id: one for one in _pairs()}
    for pair in pairs.values():
        _rest(scene, pair)
    _longer(scene, pairs[scene.people["luis.figueira"].pk])
    _asked(scene, pairs[scene.people["uyen.pham"].pk])
    _again(scene, pairs[scene.people["milo.vukovic"].pk])
    _closed(scene, pairs[scene.people["petra.kolarova"].pk], pairs[scene.people["vikram.joshi"].pk])


def _pairs() -> list[Mentorship]:
    """The pairs of the dated rounds, with their people."""
    told = Mentorship.objects.filter(round__state__in=[RoundState.CLOSED, RoundState.FINISHED])
    return list(told.select_related("round__programme", "mentor__person", "mentee__person"))


def _actor(pair: Mentorship, side: str) -> Actor:
    person = getattr(pair, side).person
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def _rest(scene: Scene, pair: Mentorship) -> None:
    """Since when and until when a paused pair rests."""
    if pair.state == MentorshipState.PAUSED:
        until = min(scene.calendar.day(-24), pair.ends_on)
        rests = {"paused_on": scene.calendar.day(20), "paused_until": until}
        Mentorship.objects.filter(pk=pair.pk).update(**rests)


def _longer(scene: Scene, pair: Mentorship) -> None:
    """A pair of last year that goes on, as both agreed."""
    Extension.objects.create(
        mentorship=pair,
        side=Side.MENTEE,
        state=ExtensionState.AGREED,
        before=pair.round.ends_on or pair.ends_on - timedelta(days=1),
        until=pair.ends_on,
        asked_at=scene.calendar.moment(175, 30),
        settled_at=scene.calendar.moment(173, 200),
    )


def _asked(scene: Scene, pair: Mentorship) -> None:
    """A wish to go on that waits for the mentor's answer."""
    until = pair.ends_on + timedelta(days=60)
    extending.ask(pair, until=until, by=_actor(pair, "mentee"), at=scene.calendar.moment(2, 70))


def _again(scene: Scene, pair: Mentorship) -> None:
    """A mentee whose pair has ended early and who has asked for another mentor."""
    afterwards.ask_again(pair, by=_actor(pair, "mentee"), at=scene.calendar.moment(3, 15))


def _closed(scene: Scene, first: Mentorship, second: Mentorship) -> None:
    """Two completed pairs: thanks, and words for the record with a name and without."""
    at = scene.calendar.moment(160, 60)
    closing.thank(first, THANKS[0], by=_actor(first, "mentee"), at=at)
    closing.thank(first, THANKS[1], by=_actor(first, "mentor"), at=at)
    closing.leave_comment(first, NAMED, naming=Naming.NAMED, by=_actor(first, "mentee"), at=at)
    closing.leave_comment(second, UNNAMED, naming=Naming.UNNAMED, by=_actor(second, "mentor"), at=at)
