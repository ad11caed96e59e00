"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    """People of one side of a round who are each paired with one other."""

    name = "fairlead.peers"
    label = "peers"
    verbose_name = _("peer pairs")
