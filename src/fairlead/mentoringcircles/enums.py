"""How far mentoring circles have come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CirclesState(models.TextChoices):
    """How far the mentoring circles of a round have come."""

    DRAFT = "draft", _("Being prepared")
    ASKING = "asking", _("People are asked")
    FORMING = "forming", _("Circles are being formed")
    FORMED = "formed", _("Circles proposed")
    PUBLISHED = "published", _("Told to everybody")
    CANCELLED = "cancelled", _("Called off")


# Circles are formed again while nobody has been told of them; a worker that finds none leads back to asking.
CIRCLES_MOVES: dict[str, frozenset[str]] = {
    CirclesState.DRAFT: frozenset({CirclesState.ASKING, CirclesState.CANCELLED}),
    CirclesState.ASKING: frozenset({CirclesState.FORMING, CirclesState.FORMED, CirclesState.CANCELLED}),
    CirclesState.FORMING: frozenset({CirclesState.ASKING, CirclesState.FORMED, CirclesState.CANCELLED}),
    CirclesState.FORMED: frozenset({CirclesState.FORMING, CirclesState.PUBLISHED, CirclesState.CANCELLED}),
    CirclesState.PUBLISHED: frozenset({CirclesState.CANCELLED}),
    CirclesState.CANCELLED: frozenset(),
}
UNTOLD = (CirclesState.DRAFT, CirclesState.ASKING, CirclesState.FORMING, CirclesState.FORMED)
ANSWERED_IN = (CirclesState.ASKING, CirclesState.FORMING, CirclesState.FORMED)
