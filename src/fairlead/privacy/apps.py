"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Data that go by rule, and the rights of those they are about."""

    name = "fairlead.privacy"
    label = "privacy"
    verbose_name = _("privacy")
