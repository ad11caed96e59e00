"""Open sealed words for somebody who can."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from fairlead.kernel.actors import Actor
from fairlead.sealed import ciphers
from fairlead.sealed.models import Opening, PersonKey


def opened(actor: Actor, texts: Iterable[UUID | None]) -> dict[UUID, str]:
    """What the texts say, by id, as far as the actor can open them; at most two queries.

    Whoever is no reader of a text finds nothing, whatever else they may do: there is no key for them.
    Raises `ciphers.CannotOpen` when stored bytes were changed or the installation's key is another.
    """
    wanted = {text for text in texts if text is not None}
    if not wanted or actor.person_id is None:
        return {}
    key = actor.remembered("sealed.key", lambda: _key_of(actor.person_id))
    if key is None:
        return {}
    found = Opening.objects.filter(person=actor.person_id, text__in=wanted).select_related("text")
    return {one.text_id: _said(one, key) for one in found}


def said(actor: Actor, text: UUID | None) -> str:
    """What one text says to the actor; empty when there is none or they cannot open it."""
    return opened(actor, [text]).get(text, "") if text else ""


def heeded(texts: Iterable[UUID]) -> dict[UUID, str]:
    """What texts say that one person alone can open, by id, each opened with that person's key; two queries.

    For code that heeds what people said and tells nobody. A text with several readers is left out. Raises
    `ciphers.CannotOpen`.
    """
    found: dict[UUID, list[Opening]] = {}
    for one in Opening.objects.filter(text__in=set(texts)).select_related("text").order_by("pk"):
        found.setdefault(one.text_id, []).append(one)
    single = [some[0] for some in found.values() if len(some) == 1]
    keys = {
        kept.person_id: kept for kept in PersonKey.objects.filter(person__in={o.person_id for o in single})
    }
    return {one.text_id: _said(one, person_key(keys[one.person_id])) for one in single}


def readers(text: UUID) -> set[UUID]:
    """Who can open the text, as ids of persons; one query."""
    return set(Opening.objects.filter(text=text).values_list("person", flat=True))


def person_key(kept: PersonKey) -> bytes:
    """A person's key, opened with whichever of the installation's keys it was sealed under.

    Raises `ciphers.CannotOpen` when none of the keys in `WORDS_KEYS` is that one.
    """
    for key in settings.WORDS_KEYS:
        if ciphers.name_of(key) == kept.under:
            return ciphers.open_(kept.sealed, under=key, about=f"person:{kept.person_id}")
    raise ciphers.CannotOpen(f"person:{kept.person_id}")


def text_key(opening: Opening, key: bytes) -> bytes:
    """The key of a text, opened with its reader's key."""
    return ciphers.open_(opening.sealed, under=key, about=f"{opening.text_id}:{opening.person_id}")


def _key_of(person: UUID | None) -> bytes | None:
    kept = PersonKey.objects.filter(person=person).first()
    return person_key(kept) if kept else None


def _said(opening: Opening, key: bytes) -> str:
    text = opening.text
    return ciphers.open_(
        text.sealed, under=text_key(opening, key), about=f"{text.kind}:{opening.text_id}"
    ).decode()
