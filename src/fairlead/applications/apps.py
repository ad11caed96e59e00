"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """Applications of mentors and mentees, and supervisor approvals."""

    name = "fairlead.applications"
    label = "applications"
    verbose_name = _("applications")
