"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreferencesConfig(AppConfig):
    """What a round asks of wishes, cards of the other side, ranks, and whom somebody would rather not."""

    name = "fairlead.preferences"
    label = "preferences"
    verbose_name = _("preferences")
