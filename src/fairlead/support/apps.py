"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """How pairs fare, what they are reminded of, and where they find help."""

    name = "fairlead.support"
    label = "support"
    verbose_name = _("on-going support")
