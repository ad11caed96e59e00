"""The kind letter to somebody who is declined: the usual words, or what a coordinator makes of them."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from fairlead.applications.actions import letters
from fairlead.applications.models import Application
from fairlead.programmes.models import Round

KIND = "declined"


def usual_words(round: Round, reason: str) -> str:
    """What the letter says between greeting and link, in the language now in use; blank lines part it."""
    programme = round.programme
    names = {"name": programme.name, "round": round.name}
    said = [
        _(
            "thank you for applying to %(name)s (%(round)s), and for the thought you put into it. "
            "We are sorry that we cannot offer you a place this time."
        )
        % names,
        reason.strip(),
    ]
    if programme.contact_email:
        contact = {"contact": programme.contact_name, "mail": programme.contact_email}
        said.append(_("If you would like to talk about it, write to %(contact)s, %(mail)s.") % contact)
    said.append(_("You are welcome to apply again in a later round."))
    return "\n\n".join(words for words in said if words)


def write(application: Application, *, reason: str, words: str, at: datetime) -> None:
    """Write the letter of this decline; without `words` the usual ones, in the applicant's language."""
    letters.to_applicant(
        application,
        KIND,
        at=at,
        occasion=at.isoformat(),
        words=words.strip() or _in_their_language(application, reason),
    )


def shown(application: Application, *, reason: str, words: str) -> tuple[str, str]:
    """Subject and text of that letter, as the applicant would read it."""
    said = words.strip() or _in_their_language(application, reason)
    return letters.shown(application, KIND, words=said)


def _in_their_language(application: Application, reason: str) -> str:
    with translation.override(application.person.language or settings.LANGUAGE_CODE):
        return usual_words(application.round, reason)
