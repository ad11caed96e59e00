"""The cells of the matrix: every address, every role, and one thing of each kind that is not alike to it."""

import re
from collections.abc import Iterator
from zlib import crc32

from tests.scope import confided, rule
from tests.scope.addresses import addresses, roots
from tests.scope.stage import Stage

OF_PEOPLE = ("applications/", "my/applications/", "my/counted/")
OF_PAIRS = ("pairs/", "recognition/pairs/", "introductions/")
KINDS = "nmlhvr"
ONE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def readable(role: str, who: str) -> str:
    """The kinds of word of this person that the role may read."""
    return "".join(kind for kind in KINDS if rule.may_read(role, who[0], who[1:], kind))


def alike(role: str, root: str, label: str, path: str) -> tuple[str, ...]:
    """What two things have in common that no door tells apart for this role: state, and what may be read."""
    if root in OF_PEOPLE:
        return label[1:], readable(role, label)
    if root in OF_PAIRS and label != confided.PAIR:
        mentor = rule.NEXT[label[0]] if label[1:] == "crossed" else label[0]
        return label[1:], readable(role, label), readable(role, f"{mentor}mentoring")
    return (path,)


def cells(stage: Stage, role: str, whole: tuple[str, ...] = ()) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Address, path and kind of thing: one of each kind, at another institution from address to address.

    At the addresses in `whole`, everything.
    """
    root_of = roots()
    for name, paths in addresses(stage).items():
        kinds: dict[tuple[str, ...], list[str]] = {}
        for label, path in paths:
            further = ONE.sub("", path, count=1)
            kind = (path,) if name in whole else (*alike(role, root_of[name], label, path), further)
            kinds.setdefault(kind, []).append(path)
        for kind, some in kinds.items():
            yield name, some[crc32(name.encode()) % len(some)], kind
