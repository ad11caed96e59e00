"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Modules, their questions, and completions."""

    name = "fairlead.training"
    label = "training"
    verbose_name = _("training")
