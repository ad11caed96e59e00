"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Page components, styles and icons."""

    name = "fairlead.ui"
    label = "ui"
    verbose_name = _("user interface")
