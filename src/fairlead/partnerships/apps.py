"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Written arrangements between the institutions of a programme."""

    name = "fairlead.partnerships"
    label = "partnerships"
    verbose_name = _("partnerships")
