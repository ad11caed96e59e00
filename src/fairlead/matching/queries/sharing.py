"""Why the two of you: what each of a pair reads, as far as the programme shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal, ReasonsShown
from fairlead.matching.queries import wording
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme


def shows_reasons(programme: Programme) -> bool:
    """Whether the two of a pair read why the two of them; one query."""
    return not ReasonsShown.objects.filter(programme=programme, shown=False).exists()


def for_side(proposal: Proposal, side: str) -> list[str]:
    """What one side of a proposed pair reads; nothing where the programme does not show it."""
    return wording.for_participant(proposal.parts, side) if _shown(proposal) else []


def for_both(proposal: Proposal) -> list[str]:
    """What is kept with the pair, for both alike; nothing where the programme does not show it."""
    return wording.for_both(proposal.parts) if _shown(proposal) else []


def of_pair(pair: Mentorship, side: str) -> list[str]:
    """What one side of a pair reads on its introduction: from its offer, else what was kept with the pair.

    An offer whose parts were erased in time says nothing any more.
    """
    if not pair.reasons or not shows_reasons(pair.round.programme):
        return []
    made = Proposal.objects.filter(
        mentee=pair.mentee_id, mentor=pair.mentor_id, state=ProposalState.ACCEPTED
    ).first()
    return wording.for_participant(made.parts, side) if made and made.parts else list(pair.reasons)


def preview(parts: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """What mentee and mentor of a pair would read, in this order."""
    return [(side.value, wording.for_participant(parts, side)) for side in (Side.MENTEE, Side.MENTOR)]


def _shown(proposal: Proposal) -> bool:
    return shows_reasons(proposal.run.round.programme)
