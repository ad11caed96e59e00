"""Know institutions and their units."""

from django.db import IntegrityError, transaction

from fairlead.institutions.models import Institution, Unit


@transaction.atomic
def know_institution(*, name: str) -> Institution:
    """The institution of this name, in whatever case, made if we have not met it; `name` has at most 200
    characters.
    """
    name = " ".join(name.split())
    found = Institution.objects.filter(name__iexact=name).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Institution.objects.create(name=name, short_name=name[:40])
    except IntegrityError:
        return Institution.objects.get(name__iexact=name)


@transaction.atomic
def know_unit(*, institution: Institution, name: str) -> Unit:
    """The institution's unit of this name, in whatever case, made if we have not met it."""
    name = " ".join(name.split())
    found = Unit.objects.filter(institution=institution, name__iexact=name).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Unit.objects.create(institution=institution, name=name)
    except IntegrityError:
        return Unit.objects.get(institution=institution, name__iexact=name)
