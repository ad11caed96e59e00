"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """When people have time."""

    name = "fairlead.calendars"
    label = "calendars"
    verbose_name = _("connected calendars")
