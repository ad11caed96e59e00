"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Persons, their affiliations, roles and sign-in."""

    name = "fairlead.people"
    label = "people"
    verbose_name = _("people")
