"""Seal words for their readers, write them anew, let somebody else read, and forget."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.sealed import ciphers
from fairlead.sealed.models import Opening, PersonKey, Sealed
from fairlead.sealed.queries import person_key, text_key


class NotAReader(Refused):
    """Whoever cannot open a text cannot change it or pass it on."""


def seal(words: str, *, kind: str, readers: Iterable[UUID], at: datetime) -> Sealed:
    """Keep words that exactly these persons can open; `kind` is stored in the clear."""
    return seal_all([words], kind=kind, readers=readers, at=at)[0]


@transaction.atomic
def seal_all(texts: Sequence[str], *, kind: str, readers: Iterable[UUID], at: datetime) -> list[Sealed]:
    """Keep several texts for the same readers, in as many queries as one; in the order in which they came."""
    keys = _keys_of(set(readers)) if texts else {}
    made, openings = [], []
    for words in texts:
        text, key = Sealed(kind=kind, written_at=at), ciphers.fresh_key()
        text.sealed = ciphers.close(words.encode(), under=key, about=f"{kind}:{text.pk}")
        made.append(text)
        openings += _openings(text, key, keys)
    Sealed.objects.bulk_create(made)
    Opening.objects.bulk_create(openings)
    return made


@transaction.atomic
def rewrite(text: Sealed, words: str, *, by: Actor, at: datetime) -> None:
    """Put other words in the place of a text's, for the same readers. Raises `NotAReader`."""
    _hold(text)
    readers = set(text.openings.values_list("person", flat=True))
    if by.person_id not in readers:
        raise NotAReader(_("Only those who can read this can change it."))
    key = ciphers.fresh_key()
    text.sealed = ciphers.close(words.encode(), under=key, about=f"{text.kind}:{text.pk}")
    text.written_at = at
    text.save(update_fields=["sealed", "written_at"])
    text.openings.all().delete()
    _hand_out(text, key, readers)


@transaction.atomic
def let_read(text: Sealed, *, person: UUID, by: Actor) -> None:
    """Let one more person open the text; a reader passes its key on. Raises `NotAReader`."""
    _hold(text)
    if text.openings.filter(person=person).exists():
        return
    own = text.openings.filter(person=by.person_id).first()
    kept = PersonKey.objects.filter(person=by.person_id).first()
    if own is None or kept is None:
        raise NotAReader(_("Only those who can read this can pass it on."))
    _hand_out(text, text_key(own, person_key(kept)), [person])


@transaction.atomic
def withdraw(texts: Iterable[UUID | None], *, person: UUID) -> None:
    """Take from a person what others can open as well; what only they can open stays theirs."""
    own = Opening.objects.filter(person=person, text__in=[text for text in texts if text])
    shared = Opening.objects.exclude(person=person).filter(text=OuterRef("text"))
    own.filter(Exists(shared)).delete()


@transaction.atomic
def destroy(texts: Iterable[UUID | None]) -> None:
    """Take texts away for all their readers."""
    Sealed.objects.filter(pk__in=[text for text in texts if text]).delete()


@transaction.atomic
def forget(person: UUID) -> None:
    """Destroy a person's key: what only they could open cannot be opened any more, by anybody.

    Texts with other readers stay readable for those.
    """
    own = Sealed.objects.filter(openings__person=person)
    shared = Sealed.objects.filter(openings__in=Opening.objects.exclude(person=person))
    own.exclude(pk__in=shared.values("pk")).delete()
    Opening.objects.filter(person=person).delete()
    PersonKey.objects.filter(person=person).delete()


def mark(person: UUID, *, purpose: str) -> str:
    """A sign of a person for one purpose, always the same, which says nothing of who it is.

    HMAC-SHA-256 of the purpose under the person's own key (RFC 2104). Once the person's key is destroyed,
    nobody can make the sign again; marks for two purposes cannot be told to be of one person.
    """
    key = _keys_of({person})[person]
    return hmac.new(key, f"mark:{purpose}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def renew_keys() -> int:
    """Seal every key under the first of the installation's keys; how many were under another.

    Besides the persons' keys these are those that other contexts keep, by the setting WORDS_KEY_RENEWERS.
    Texts stay as they are. Raises `ciphers.CannotOpen` when a key is missing; then nothing is changed.
    """
    current = settings.WORDS_KEYS[0]
    others = list(PersonKey.objects.exclude(under=ciphers.name_of(current)).select_for_update())
    for kept in others:
        key = person_key(kept)
        kept.sealed = ciphers.close(key, under=current, about=f"person:{kept.person_id}")
        kept.under = ciphers.name_of(current)
        kept.save(update_fields=["sealed", "under"])
    renewed: int = sum(import_string(path)() for path in settings.WORDS_KEY_RENEWERS)
    return len(others) + renewed


def _hold(text: Sealed) -> None:
    """One at a time gives a text another key or passes its key on: a new reader gets the key that holds."""
    Sealed.objects.select_for_update().filter(pk=text.pk).first()


def _hand_out(text: Sealed, key: bytes, readers: Iterable[UUID]) -> None:
    Opening.objects.bulk_create(_openings(text, key, _keys_of(set(readers))))


def _openings(text: Sealed, key: bytes, keys: Mapping[UUID, bytes]) -> list[Opening]:
    return [
        Opening(
            text=text, person_id=person, sealed=ciphers.close(key, under=theirs, about=f"{text.pk}:{person}")
        )
        for person, theirs in keys.items()
    ]


def _keys_of(persons: set[UUID]) -> dict[UUID, bytes]:
    """The persons' keys; made now for those who have none yet."""
    known = {kept.person_id: kept for kept in PersonKey.objects.filter(person__in=persons)}
    new = [_new_key(person) for person in sorted(persons - set(known))]
    if new:
        PersonKey.objects.bulk_create(new, ignore_conflicts=True)  # somebody else may have made it just now
        known = {kept.person_id: kept for kept in PersonKey.objects.filter(person__in=persons)}
    return {person: person_key(kept) for person, kept in known.items()}


def _new_key(person: UUID) -> PersonKey:
    current = settings.WORDS_KEYS[0]
    sealed = ciphers.close(ciphers.fresh_key(), under=current, about=f"person:{person}")
    return PersonKey(person_id=person, sealed=sealed, under=ciphers.name_of(current))
