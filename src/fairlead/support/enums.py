"""How a pair fares, and the states of what is done for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Health(models.TextChoices):
    """How a pair fares, by its dates alone; who needs help first comes first."""

    NEEDS_A_WORD = "needs_a_word", _("Needs a word")
    QUIET = "quiet", _("Quiet")
    STARTING = "starting", _("Starting")
    ON_TRACK = "on_track", _("On track")
