"""The letters about a pair, as people made up would get them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from fairlead.programmes.models import Programme
from fairlead.programmes.queries.letters import Sample, sample

LETTERS = "matching/letters"
ADDRESS = "https://…"


def samples(programme: Programme, *, at: datetime) -> list[Sample]:
    """What a mentee reads when a pair is offered and when it begins; no query."""
    mentee, mentor = _("Alex Sample"), _("Kim Specimen")
    context = {
        "programme": programme,
        "other": mentor,
        "other_email": "kim@institution.example",
        "as_mentor": False,
        "reasons": [_("Here stand the reasons, in sentences.")],
        "expires_at": at + timedelta(days=programme.offer_days),
        "url": ADDRESS,
    }
    return [
        sample(_("When a pair is offered"), mentee, f"{LETTERS}/offer.txt", context),
        sample(_("When a pair begins"), mentee, f"{LETTERS}/first_day.txt", context),
    ]
