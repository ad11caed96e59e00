"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """What every context stands on."""

    name = "fairlead.kernel"
    label = "kernel"
    verbose_name = _("kernel")
