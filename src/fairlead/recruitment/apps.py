"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecruitmentConfig(AppConfig):
    """Invitations, mentors of past rounds, coverage and calls."""

    name = "fairlead.recruitment"
    label = "recruitment"
    verbose_name = _("recruitment")
