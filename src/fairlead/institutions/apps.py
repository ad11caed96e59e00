"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    """Institutions and their units."""

    name = "fairlead.institutions"
    label = "institutions"
    verbose_name = _("institutions")
