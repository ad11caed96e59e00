"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipsConfig(AppConfig):
    """Running and ended mentorships."""

    name = "fairlead.mentorships"
    label = "mentorships"
    verbose_name = _("mentorships")
