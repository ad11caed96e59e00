"""The statements to which people agree when they leave words for the programme's record, in versions.

A statement never changes once somebody may have agreed to it: another wording is another version.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.mentorships.enums import Naming

CURRENT = 1
STATEMENTS: dict[tuple[int, str], Promise] = {
    (1, Naming.NAMED.value): _(
        "The programme’s team may keep these words with my name and quote them in its yearly assessment and "
        "where it presents the programme, until I take them back."
    ),
    (1, Naming.UNNAMED.value): _(
        "The programme’s team may keep these words without my name and quote them in its yearly assessment "
        "and where it presents the programme, until I take them back."
    ),
}


def statement(naming: str, *, version: int = CURRENT) -> Promise:
    """What somebody agrees to who chooses this."""
    return STATEMENTS[version, naming]
