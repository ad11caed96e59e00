"""What a coordinator fills in for matching."""

from fairlead.matching.forms.deciding import RefusalForm, RulingForm, ScheduleForm, WeightsForm
from fairlead.matching.forms.quotas import QuotasForm
from fairlead.matching.forms.simulating import SimulationForm

__all__ = ["QuotasForm", "RefusalForm", "RulingForm", "ScheduleForm", "SimulationForm", "WeightsForm"]
