"""How far a flash meeting has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlashState(models.TextChoices):
    """How far the timetable of a flash meeting has come."""

    DRAFT = "draft", _("Being prepared")
    COMPUTED = "computed", _("Timetable made")
    PUBLISHED = "published", _("Told to everybody")
    CANCELLED = "cancelled", _("Called off")


# A timetable is made again while nobody has been told; what is changed makes it a draft again.
FLASH_MOVES: dict[str, frozenset[str]] = {
    FlashState.DRAFT: frozenset({FlashState.COMPUTED, FlashState.CANCELLED}),
    FlashState.COMPUTED: frozenset({FlashState.DRAFT, FlashState.PUBLISHED, FlashState.CANCELLED}),
    FlashState.PUBLISHED: frozenset({FlashState.CANCELLED}),
    FlashState.CANCELLED: frozenset(),
}
UNTOLD = (FlashState.DRAFT, FlashState.COMPUTED)
