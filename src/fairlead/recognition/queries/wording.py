"""How each programme's certificates are worded."""

from collections.abc import Iterable
from uuid import UUID

from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part, Side
from fairlead.programmes.models import Programme
from fairlead.recognition import standards
from fairlead.recognition.models import Wording


def wording_of(programme: Programme) -> Wording:
    """The wording that holds for the programme: its own, its parent's, or the product's.

    One that nobody has written yet is not stored and has revision 0.
    """
    return wordings([programme])[programme.pk]


def wordings(of: Iterable[Programme]) -> dict[UUID, Wording]:
    """The same for many programmes, by id; one query where the parents are loaded."""
    homes = {one.pk: programmes.owner(one, Part.CERTIFICATE) for one in of}
    found = {one.programme_id: one for one in Wording.objects.filter(programme__in=set(homes.values()))}
    return {pk: found.get(home.pk) or unwritten(home) for pk, home in homes.items()}


def unwritten(programme: Programme) -> Wording:
    """The product's own wording for this programme, not stored."""
    return Wording(
        programme=programme,
        heading=standards.heading(),
        mentor_words=standards.mentor_words(),
        mentee_words=standards.mentee_words(),
        first_name=programme.contact_name,
        first_role=programme.name[:80],
        least_meetings=standards.least_meetings(programme.meetings_expected),
        revision=0,
    )


def printed(wording: Wording, side: str) -> dict[str, object]:
    """What of the wording is kept with a certificate: heading, the words to this side, signatories."""
    said = wording.mentor_words if side == Side.MENTOR else wording.mentee_words
    signing = (
        (wording.first_name[:80], wording.first_role),
        (wording.second_name, wording.second_role),
    )
    return {
        "heading": wording.heading,
        "paragraphs": [line.strip() for line in said.splitlines() if line.strip()],
        "signatories": [{"name": name, "role": role} for name, role in signing if name],
    }
