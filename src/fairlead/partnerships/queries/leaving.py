"""What happens when a partner leaves, before it is done; and what is left to run afterwards."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.fingerprints import digest
from fairlead.partnerships.enums import ArrangementState, DataThen, PairsThen, PartnershipState
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import TeamMember
from fairlead.programmes.parting import Effect, Parting, Running, steps


@dataclass(frozen=True)
class Preview:
    """What leaving does, by the arrangement that holds; `seen` is a mark of exactly this."""

    effects: list[Effect]
    rules: list[str]

    @property
    def seen(self) -> str:
        """A mark that differs as soon as anything would happen otherwise."""
        return digest({"effects": [[one.key, one.count] for one in self.effects], "rules": self.rules})


def held(partnership: Partnership) -> Arrangement | None:
    """The arrangement by which a partner leaves: what is in force, or was when it ended."""
    states = (ArrangementState.IN_FORCE, ArrangementState.ENDED)
    found = Arrangement.objects.filter(partnership=partnership, state__in=states)
    return found.order_by("-number").first()


def parting(partnership: Partnership) -> Parting:
    """The leaving as other contexts understand it; one query."""
    version = held(partnership)
    hand_over = version is not None and version.document["words"]["pairs_then"] == PairsThen.HAND_OVER
    return Parting(partnership.programme, partnership.institution, hand_over)


def data_goes(partnership: Partnership) -> bool:
    """Whether what its people wrote is erased once their pairs are over."""
    version = held(partnership)
    return version is not None and version.document["words"]["data_then"] == DataThen.GO


def preview(partnership: Partnership) -> Preview:
    """What would happen now, counted, and by which rules of the arrangement."""
    found = parting(partnership)
    effects = [effect for step in steps() for effect in step.effects(found)]
    members = _members(partnership)
    if members:
        words = ngettext(
            "%(n)d coordinator of the partner sees only running pairs, then nothing",
            "%(n)d coordinators of the partner see only running pairs, then nothing",
            members,
        )
        effects.append(Effect("team", words % {"n": members}, members))
    version = held(partnership)
    rules = [] if version is None else _rules(version)
    return Preview(effects, rules)


def _rules(version: Arrangement) -> list[str]:
    words = version.document["words"]
    pairs, data = PairsThen(words["pairs_then"]).label, DataThen(words["data_then"]).label
    return [_("Pairs that run: %(rule)s") % {"rule": pairs}, _("Their data: %(rule)s") % {"rule": data}]


def _members(partnership: Partnership) -> int:
    return TeamMember.objects.filter(
        programme=partnership.programme_id,
        institution=partnership.institution_id,
        role=TeamRole.PARTNER_COORDINATOR,
    ).count()


def running(partnership: Partnership) -> list[Running]:
    """Pairs that run on after the partner has left; none while it takes part."""
    if partnership.state != PartnershipState.ENDED:
        return []
    found = parting(partnership)
    return [pair for step in steps() for pair in step.running(found)]


def due(*, today: date) -> list[Partnership]:
    """Partnerships in force whose last day is over, as somebody said or as the arrangement says."""
    alive = Partnership.objects.filter(state=PartnershipState.IN_FORCE)
    found = []
    for one in alive.select_related("programme__lead", "institution").order_by("pk"):
        version = held(one)
        last = version.document["words"]["ends_on"] if version else ""
        if (one.ends_on is not None and one.ends_on <= today) or (last and last < today.isoformat()):
            found.append(one)
    return found


def to_close() -> list[Partnership]:
    """Partnerships that have ended and are not closed yet."""
    ended = Partnership.objects.filter(state=PartnershipState.ENDED, closed_at=None)
    return list(ended.select_related("programme__lead", "institution").order_by("pk"))
