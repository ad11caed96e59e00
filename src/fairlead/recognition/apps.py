"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    """What people have to show for their part in a programme."""

    name = "fairlead.recognition"
    label = "recognition"
    verbose_name = _("recognition")
