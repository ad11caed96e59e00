"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Pages that join contexts: home, dashboards."""

    name = "fairlead.portal"
    label = "portal"
    verbose_name = _("portal")
