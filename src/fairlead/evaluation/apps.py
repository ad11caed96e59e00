"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Effort and cost, indicators, the yearly assessment: what the programme does, shown by figures."""

    name = "fairlead.evaluation"
    label = "evaluation"
    verbose_name = _("evaluation")
