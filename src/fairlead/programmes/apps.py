"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes, their rounds, teams, areas of expertise and participations."""

    name = "fairlead.programmes"
    label = "programmes"
    verbose_name = _("programmes")
