"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringCirclesConfig(AppConfig):
    """One or two mentors with several mentees."""

    name = "fairlead.mentoringcircles"
    label = "mentoringcircles"
    verbose_name = _("mentoring circles")
