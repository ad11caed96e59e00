"""Settle how a programme's certificates are worded; those that are issued keep their words."""

from fairlead.programmes.actions.own_words import Words
from fairlead.programmes.enums import Part
from fairlead.recognition.models import Wording
from fairlead.recognition.queries.wording import wording_of

WORDS = (
    "heading",
    "mentor_words",
    "mentee_words",
    "first_name",
    "first_role",
    "second_name",
    "second_role",
    "least_meetings",
)
WORDING = Words(
    part=Part.CERTIFICATE,
    model=Wording,
    names=WORDS,
    standing=wording_of,
    verb="certificate wording changed",
)
settle_wording, copy_wording = WORDING.settle, WORDING.copy
