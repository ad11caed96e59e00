"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealedConfig(AppConfig):
    """Words that only their readers can open."""

    name = "fairlead.sealed"
    label = "sealed"
    verbose_name = _("sealed words")
