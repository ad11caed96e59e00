"""What those are told who are asked for help; never a word of what was written, nor about whom."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.support.models import Case, Sharing


def to_owner(case: Case, *, occasion: str, at: datetime) -> None:
    """Tell the owner of a case that it waits for them."""
    owner = case.owner
    assert owner is not None
    write(
        key=f"case:{case.pk}:{occasion}:{owner.pk}",
        kind="case",
        to_email=owner.email,
        to_name=one_line(owner.name),
        template="support/letters/case.txt",
        context={
            "programme": case.programme,
            "handed_over": occasion.startswith("handed"),
            "url": settings.BASE_URL + reverse("support:case", args=[case.pk]),
        },
        at=at,
        language=owner.language,
    )


def to_asker(case: Case, asker: Person, *, at: datetime) -> None:
    """Tell whoever asked that they choose anew who looks after their case."""
    write(
        key=f"case:{case.pk}:released:{case.revision}",
        kind="case-choice",
        to_email=asker.email,
        to_name=one_line(asker.name),
        template="support/letters/choice.txt",
        context={
            "programme": case.programme,
            "former": one_line(case.former.name) if case.former else "",
            "url": settings.BASE_URL + reverse("support:choose", args=[case.pk]),
        },
        at=at,
        language=asker.language,
    )


def of_sharing(sharing: Sharing, what: str, *, at: datetime) -> None:
    """Tell whom it concerns that a sharing has moved: whoever asked, the other coordinator, or the owner."""
    readers = {
        "asked": sharing.case.raised_by,
        "offered": sharing.person,
        "closed": sharing.person,
        "reopened": sharing.person,
    }
    _tell(sharing, readers.get(what, sharing.case.owner), what, occasion=f"{what}:{at.isoformat()}", at=at)


def of_word(sharing: Sharing, *, by_owner: bool, at: datetime) -> None:
    """Tell the one coordinator that the other has written; once a day at most."""
    reader = sharing.person if by_owner else sharing.case.owner
    _tell(sharing, reader, "word", occasion=f"word:{day_of(at).isoformat()}", at=at)


def of_ending(sharing: Sharing, *, known: bool, by: Actor, at: datetime) -> None:
    """Tell the two coordinators that it has ended, not who ended it; nobody of their own act."""
    for reader in (sharing.case.owner, sharing.person if known else None):
        if reader is not None and reader.pk != by.person_id:
            _tell(sharing, reader, "ended", occasion="ended", at=at)


def _tell(sharing: Sharing, reader: Person | None, what: str, *, occasion: str, at: datetime) -> None:
    if reader is None or not reader.is_active:
        return
    url = reverse("support:sharing", args=[sharing.pk])
    if what == "ended" and reader.pk == sharing.person_id:  # what they never accepted they find no longer
        url = reverse("support:cases") + "?state=shared"
    write(
        key=f"sharing:{sharing.pk}:{occasion}:{reader.pk}",
        kind="case-sharing",
        to_email=reader.email,
        to_name=one_line(reader.name),
        template="support/letters/sharing.txt",
        context={
            "programme": sharing.case.programme,
            "what": what,
            "url": settings.BASE_URL + url,
        },
        at=at,
        language=reader.language,
    )
