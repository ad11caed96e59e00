"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Append-only record of who did what to which."""

    name = "fairlead.audit"
    label = "audit"
    verbose_name = _("audit")
