"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Questionnaires, waves, who is asked, and what was answered."""

    name = "fairlead.surveys"
    label = "surveys"
    verbose_name = _("surveys")
