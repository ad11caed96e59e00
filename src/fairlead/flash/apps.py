"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlashConfig(AppConfig):
    """Many short meetings of a round, in one afternoon."""

    name = "fairlead.flash"
    label = "flash"
    verbose_name = _("flash meetings")
