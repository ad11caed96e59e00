"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecruitmentConfig(AppConfig):
    """Recruitment, their rounds, teams, areas of expertise and participations."""

    name = "fairlead.recruitment"
    label = "recruitment"
    verbose_name = _("recruitment")
