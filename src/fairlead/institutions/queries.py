"""Read institutions, their faces and their units."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from fairlead.institutions.models import Institution, Logo, Unit


@dataclass(frozen=True)
class Face:
    """What a page shows of an institution: its name and the addresses of its colours and its logo."""

    name: str
    stylesheet: str
    logo: str


def face(institution: Institution | None) -> Face | None:
    """The institution's own face; None as long as it has neither colour nor logo. No query."""
    if institution is None or not (institution.accent or institution.logo_mark):
        return None
    mark = f"{institution.accent[1:] or 'plain'}"
    logo = (
        reverse("institutions:logo", args=[institution.pk, institution.logo_mark])
        if institution.logo_mark
        else ""
    )
    return Face(
        name=institution.short_name or institution.name,
        stylesheet=reverse("institutions:stylesheet", args=[institution.pk, mark]),
        logo=logo,
    )


def logo(institution_id: UUID, mark: str) -> Logo | None:
    """The stored logo of this mark."""
    return Logo.objects.filter(institution=institution_id, mark=mark).first()


def accent(institution_id: UUID) -> str | None:
    """The institution's colour, empty without one; None when there is no such institution."""
    return Institution.objects.filter(pk=institution_id).values_list("accent", flat=True).first()


def found(search: str) -> QuerySet[Institution]:
    """Institutions whose name, short name or town holds these words, by name."""
    if not search:
        return Institution.objects.all()
    words = Q(name__icontains=search) | Q(short_name__icontains=search) | Q(city__icontains=search)
    return Institution.objects.filter(words)


def units(institution: Institution) -> QuerySet[Unit]:
    """The institution's units, by name."""
    return Unit.objects.filter(institution=institution)
