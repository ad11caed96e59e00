"""What the team types about a programme, its rounds, areas and team."""

from fairlead.programmes.forms.cards import CardFileForm, CardForm
from fairlead.programmes.forms.designing import (
    AimForm,
    ApprovalForm,
    CarriedForm,
    ContactForm,
    ExpectationsForm,
    FoundForm,
    IntakeForm,
    LettersForm,
    LimitsForm,
    NameForm,
    PrivacyForm,
    PublishedForm,
    RetentionForm,
    ShapeForm,
    TrainingForm,
)
from fairlead.programmes.forms.lists import AreaForm, PartnersForm, TeamForm
from fairlead.programmes.forms.placing import (
    ALONE,
    BELOW,
    ELSEWHERE,
    AgainForm,
    CopyForm,
    PlaceForm,
    PracticeForm,
    ScaleForm,
)
from fairlead.programmes.forms.plain import DayInput, PlainForm
from fairlead.programmes.forms.rounds import FirstRoundForm, MilestoneForm, RoundForm

__all__ = [
    "ALONE",
    "BELOW",
    "ELSEWHERE",
    "AgainForm",
    "AimForm",
    "ApprovalForm",
    "AreaForm",
    "CardFileForm",
    "CardForm",
    "CarriedForm",
    "ContactForm",
    "CopyForm",
    "DayInput",
    "ExpectationsForm",
    "FirstRoundForm",
    "FoundForm",
    "IntakeForm",
    "LettersForm",
    "LimitsForm",
    "MilestoneForm",
    "NameForm",
    "PartnersForm",
    "PlaceForm",
    "PlainForm",
    "PracticeForm",
    "PrivacyForm",
    "PublishedForm",
    "RetentionForm",
    "RoundForm",
    "ScaleForm",
    "ShapeForm",
    "TeamForm",
    "TrainingForm",
]
