"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Runs of the engine, the proposals they make, and the offers that follow."""

    name = "fairlead.matching"
    label = "matching"
    verbose_name = _("matching")
