"""Whose letter it is: the sender, the answers, the closing and the address of its links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Face:
    """What an institution settles about letters to its people; what is empty is the installation's."""

    sender_name: str = ""
    sender_address: str = ""
    reply_to: str = ""
    closing: str = ""
    base_url: str = ""
    language: str = ""


def of_letter(to_email: str, context: Mapping[str, object]) -> Face:
    """The face of a letter to this address, as `LETTER_FACE` of the settings finds it."""
    find = cast(Callable[[str, Mapping[str, object]], Face], import_string(settings.LETTER_FACE))
    return find(to_email, context)


def fields(face: Face, text: str, html: str) -> dict[str, str]:
    """The words of a letter and its sender as the face has them, by the names of their columns."""
    return {
        "text": at_host(text, face.base_url),
        "html": at_host(html, face.base_url),
        "sender_name": face.sender_name,
        "sender_address": face.sender_address,
        "reply_to": face.reply_to,
    }


def sender(name: str, address: str) -> str:
    """The From of a letter: this name before this address, each the installation's where it is empty."""
    own_name, own_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((" ".join(name.split()) or own_name, address or own_address))


def at_host(words: str, base_url: str) -> str:
    """The words with their links to this installation leading to another of its hosts."""
    if not base_url or base_url == settings.BASE_URL:
        return words
    return words.replace(f"{settings.BASE_URL}/", f"{base_url}/")
