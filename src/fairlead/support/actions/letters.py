"""What those are told who are asked for help; never a word of what was written, nor about whom."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.support.models import Case


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
