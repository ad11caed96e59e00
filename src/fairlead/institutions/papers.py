"""An institution's face on paper, as words of a sheet: sheets read no files."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from fairlead.institutions.colours import shades
from fairlead.institutions.models import Institution, Logo

PLAIN = "#0b6e75"
MOST_WIDE, MOST_HIGH = 52, 15  # millimetres


def letterhead(colour_of: Institution, *, logos_of: Sequence[Institution]) -> dict[str, Any]:
    """What a sheet shows: `colour`, as it can be read on white paper, and `logos`, in the order given.

    A logo is `picture` (an SVG around its PNG), `words` instead of it, `width` and `height` in millimetres.
    One query, none as long as nobody has a logo.
    """
    colour = shades(colour_of.accent).light if colour_of.accent else PLAIN
    marked = [one for one in dict.fromkeys(logos_of) if one.logo_mark]
    found = {one.institution_id: one for one in Logo.objects.filter(institution__in=marked)} if marked else {}
    return {"colour": colour, "logos": [_logo(found[one.pk], one) for one in marked if one.pk in found]}


def _logo(logo: Logo, institution: Institution) -> dict[str, Any]:
    scale = min(MOST_WIDE / logo.width, MOST_HIGH / logo.height)
    size = f'width="{logo.width}" height="{logo.height}"'
    inside = f"data:image/png;base64,{b64encode(bytes(logo.content)).decode('ascii')}"
    return {
        "picture": f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{inside}"/></svg>',
        "words": _("Logo of %(name)s") % {"name": institution.name},
        "width": round(logo.width * scale, 2),
        "height": round(logo.height * scale, 2),
    }
