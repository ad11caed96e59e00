"""What a coordinator fills in for matching."""

from fairlead.matching.forms.approving import DeadlineForm, DecisionForm, DeputyForm
from fairlead.matching.forms.boards import ChangeForm, PairsForm
from fairlead.matching.forms.deciding import RefusalForm, RulingForm, ScheduleForm
from fairlead.matching.forms.dry_runs import DryRunForm
from fairlead.matching.forms.fairness import FloorForm
from fairlead.matching.forms.policy import KeepForm, WeightsForm
from fairlead.matching.forms.quotas import QuotasForm
from fairlead.matching.forms.scenarios import ScenarioForm
from fairlead.matching.forms.simulating import SimulationForm
from fairlead.matching.forms.waves import WaveForm

__all__ = [
    "ChangeForm",
    "DeadlineForm",
    "DecisionForm",
    "DeputyForm",
    "DryRunForm",
    "FloorForm",
    "KeepForm",
    "PairsForm",
    "QuotasForm",
    "RefusalForm",
    "RulingForm",
    "ScenarioForm",
    "ScheduleForm",
    "SimulationForm",
    "WaveForm",
    "WeightsForm",
]
