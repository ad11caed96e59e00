"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Letters and the outbox: knows addresses, not senders."""

    name = "fairlead.notifications"
    label = "notifications"
    verbose_name = _("notifications")
