"""Know institutions and their units, and give an institution its own face."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.institutions import pictures
from fairlead.institutions.models import Institution, Logo, Unit
from fairlead.institutions.sending import may_send_as
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused

FACE_FIELDS = ("accent", "sender_name", "sender_address", "reply_to", "letter_closing", "language")
_UNIT_KNOWN = _("The institution has a unit of this name already.")
_TAKEN = _("An institution of this name is in the list already.")


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


class NameTaken(Refused):
    """Another institution has this name."""


class UnitKnown(Refused):
    """The institution has a unit of this name."""


class SenderNotAllowed(Refused):
    """The installation may not send in the name of this domain."""


class LogoUnfit(Refused):
    """The file is no logo that can be shown."""


LOGO_SENTENCES = {
    "kind": _("The file is not a PNG picture. Save the logo as PNG and choose it again."),
    "large": _("The file is larger than 512 kB. Save the logo smaller and choose it again."),
    "size": _(
        "The picture must be between 16 and 2,000 pixels wide and high, and hold at most a million pixels."
    ),
    "broken": _("The file is damaged. Save the logo as PNG anew and choose it again."),
    "interlaced": _("The PNG is interlaced. Save it without interlacing and choose it again."),
}


@transaction.atomic
def add_institution(*, name: str, short_name: str, city: str, by: Actor, at: datetime) -> Institution:
    """A new institution. Raises `NameTaken`."""
    name = " ".join(name.split())
    _refuse_taken(name)
    made = Institution(name=name, short_name=short_name, city=city)
    _saved(made)
    record("institution added", made, by=by, at=at, label=name)
    return made


@transaction.atomic
def rename(
    institution: Institution, *, name: str, short_name: str, city: str, by: Actor, at: datetime
) -> None:
    """Another name. Raises `NameTaken`."""
    held = Institution.objects.select_for_update().get(pk=institution.pk)
    held.name = " ".join(name.split())
    held.short_name, held.city = short_name, city
    _refuse_taken(held.name, besides=held)
    _saved(held)
    record("institution renamed", held, by=by, at=at, label=held.name)


@transaction.atomic
def add_unit(institution: Institution, *, name: str, by: Actor, at: datetime) -> Unit:
    """A new unit of the institution. Raises `UnitKnown`."""
    made = Unit(institution=institution, name=" ".join(name.split()))
    _unit_saved(made)
    record("unit added", made, by=by, at=at, label=made.name)
    return made


@transaction.atomic
def rename_unit(unit: Unit, *, name: str, by: Actor, at: datetime) -> None:
    """Another name; whoever works there stays there. Raises `UnitKnown`."""
    held = Unit.objects.select_for_update().get(pk=unit.pk)
    before, held.name = held.name, " ".join(name.split())
    if held.name == before:
        return
    _unit_saved(held)
    record("unit renamed", held, by=by, at=at, label=held.name)


@transaction.atomic
def set_face(institution: Institution, *, face: Mapping[str, str], by: Actor, at: datetime) -> None:
    """The colour, and the sender, address for answers, closing and language of letters.

    `face` holds a value for each of `FACE_FIELDS`. Raises `SenderNotAllowed`.
    """
    if (address := face["sender_address"]) and not may_send_as(address):
        raise SenderNotAllowed(
            _("This installation may not send in the name of %(domain)s. The IT administrator can allow it.")
            % {"domain": address.rpartition("@")[2]}
        )
    held = Institution.objects.select_for_update().get(pk=institution.pk)
    changed = [name for name in FACE_FIELDS if getattr(held, name) != face[name]]
    for name in changed:
        setattr(held, name, face[name])
    held.save(update_fields=changed)
    if changed:
        record("institution face", held, by=by, at=at, label=held.name, details={"changed": changed})


@transaction.atomic
def set_logo(institution: Institution, *, given: bytes, by: Actor, at: datetime) -> None:
    """Another logo, written anew from the file. Raises `LogoUnfit`."""
    try:
        picture = pictures.read(given)
    except pictures.NotAPicture as problem:
        raise LogoUnfit(LOGO_SENTENCES[problem.why]) from None
    held = Institution.objects.select_for_update().get(pk=institution.pk)
    drawn = {"content": picture.content, "width": picture.width, "height": picture.height}
    Logo.objects.update_or_create(institution=held, defaults={**drawn, "mark": picture.mark})
    held.logo_mark = picture.mark
    held.save(update_fields=["logo_mark"])
    record("institution logo", held, by=by, at=at, label=held.name)


@transaction.atomic
def remove_logo(institution: Institution, *, by: Actor, at: datetime) -> None:
    """No logo; nothing happens when there is none."""
    held = Institution.objects.select_for_update().get(pk=institution.pk)
    if not held.logo_mark:
        return
    Logo.objects.filter(institution=held).delete()
    held.logo_mark = ""
    held.save(update_fields=["logo_mark"])
    record("institution logo removed", held, by=by, at=at, label=held.name)


def _refuse_taken(name: str, *, besides: Institution | None = None) -> None:
    others = Institution.objects.filter(name__iexact=name)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise NameTaken(_TAKEN)


def _unit_saved(unit: Unit) -> None:
    others = Unit.objects.filter(institution=unit.institution_id, name__iexact=unit.name).exclude(pk=unit.pk)
    try:
        with transaction.atomic():
            if others.exists():
                raise UnitKnown(_UNIT_KNOWN)
            unit.save()
    except IntegrityError:
        raise UnitKnown(_UNIT_KNOWN) from None


def _saved(institution: Institution) -> None:
    try:
        with transaction.atomic():
            institution.save()
    except IntegrityError:
        raise NameTaken(_TAKEN) from None
