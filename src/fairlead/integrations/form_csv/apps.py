"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormCsvConfig(AppConfig):
    """Bring in the answers that an online form tool exports as a file."""

    name = "fairlead.integrations.form_csv"
    label = "form_csv"
    verbose_name = _("form import")
