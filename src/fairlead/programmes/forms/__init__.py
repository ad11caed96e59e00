"""What the team types about a programme, its rounds, areas and team."""

from fairlead.programmes.forms.designing import (
    AimForm,
    ContactForm,
    ExpectationsForm,
    FoundForm,
    PlaceForm,
    ShapeForm,
)
from fairlead.programmes.forms.lists import AreaForm, PartnersForm, TeamForm
from fairlead.programmes.forms.plain import DayInput, PlainForm
from fairlead.programmes.forms.rounds import RoundForm

__all__ = [
    "AimForm",
    "AreaForm",
    "ContactForm",
    "DayInput",
    "ExpectationsForm",
    "FoundForm",
    "PartnersForm",
    "PlaceForm",
    "PlainForm",
    "RoundForm",
    "ShapeForm",
    "TeamForm",
]
