"""Know persons, and let them in."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.tokens import fingerprint, fresh
from fairlead.notifications.actions import write
from fairlead.people.models import Affiliation, FailedSignIn, Person, Role, RoleGrant, SignInLink

LINKS_PER_HOUR = 5
FAILURES_PER_QUARTER_HOUR = 8
NOWHERE = "erased.invalid"


class LinkUnusable(Refused):
    """The sign-in link was used, is too old, or was never given."""


class TooManyTries(Refused):
    """Too many wrong passwords for one address in a quarter of an hour."""


class PasswordTooWeak(Refused):
    """The password is too short, too common, or too much like the person's name."""


class WrongPassword(Refused):
    """Address and password do not belong together."""


@transaction.atomic
def know_person(*, email: str, name: str, at: datetime) -> Person:
    """The person with this address, made if we have not met them; the name is only set when they are new."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is not None:
        return person
    try:
        with transaction.atomic():
            return Person.objects.create_user(email, name=name.strip(), joined_at=at)
    except IntegrityError:
        return Person.objects.get(email__iexact=email.strip())


def nobody_left(*, at: datetime) -> Person:
    """A row that stands for somebody whose name was erased, so that records still count one person.

    It has a random address nobody has, no place of work, and can never sign in.
    """
    return Person.objects.create_user(
        f"{uuid4()}@{NOWHERE}", name=gettext("Name erased"), joined_at=at, is_active=False
    )


@transaction.atomic
def grant_role(person: Person, role: Role, *, by: Actor, at: datetime) -> None:
    """Give a person a role for the whole installation; nothing happens when they have it."""
    granted, new = RoleGrant.objects.get_or_create(person=person, role=role)
    if new:
        record("granted role", granted, by=by, at=at, label=person.name, details={"role": role.value})


@transaction.atomic
def set_affiliation(
    person: Person,
    *,
    institution: Institution,
    unit: Unit | None,
    job_title: str,
    grade: int | None,
    campus: str,
    line_manager_name: str,
    line_manager_email: str,
    at: datetime,
) -> Affiliation:
    """Say where the person works now; what is empty here is kept as it was while they stay at the same unit.

    At another institution or unit a new affiliation begins on the day of `at` and the old one ends.
    """
    said = {
        "job_title": job_title,
        "grade": grade,
        "campus": campus,
        "line_manager_name": line_manager_name,
        "line_manager_email": line_manager_email,
    }
    now = Affiliation.objects.select_for_update().filter(person=person, ended_on__isnull=True).first()
    if now is not None and (now.institution_id, now.unit_id) == (institution.pk, unit.pk if unit else None):
        for name, value in said.items():
            if value not in (None, ""):
                setattr(now, name, value)
        now.save()
        return now
    day = timezone.localdate(at)
    if now is not None:
        Affiliation.objects.filter(pk=now.pk).update(ended_on=day)
    return Affiliation.objects.create(
        person=person, institution=institution, unit=unit, started_on=day, **said
    )


@transaction.atomic
def send_sign_in_link(*, email: str, next_path: str, at: datetime) -> None:
    """Mail a link that signs the person in once; for an unknown address nothing happens, and nobody is told.

    At most five links an hour go to one address.
    """
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        return
    recent = SignInLink.objects.filter(person=person, asked_at__gt=at - timedelta(hours=1)).count()
    if recent >= LINKS_PER_HOUR:
        return
    secret = fresh()
    link = SignInLink.objects.create(
        person=person,
        fingerprint=fingerprint(secret),
        next_path=next_path,
        asked_at=at,
        expires_at=at + timedelta(minutes=settings.SIGN_IN_LINK_MINUTES),
    )
    write(
        key=f"sign-in:{link.pk}",
        kind="sign-in",
        to_email=person.email,
        to_name=person.name,
        template="people/letters/sign_in.txt",
        context={
            "url": settings.BASE_URL + reverse("people:use_link", args=[secret]),
            "minutes": settings.SIGN_IN_LINK_MINUTES,
        },
        at=at,
        language=person.language,
    )


def usable_link(secret: str, *, at: datetime) -> SignInLink:
    """The link for this secret while it can still be used.

    Raises `LinkUnusable`.
    """
    link = SignInLink.objects.filter(
        fingerprint=fingerprint(secret), used_at__isnull=True, expires_at__gt=at, person__is_active=True
    )
    found = link.select_related("person").first()
    if found is None:
        raise LinkUnusable(
            _("This link has been used or is too old. Ask for a new one; it arrives within a minute.")
        )
    return found


@transaction.atomic
def use_link(secret: str, *, at: datetime) -> SignInLink:
    """Spend the link; only one of two clicks at once succeeds.

    Raises `LinkUnusable`.
    """
    link = usable_link(secret, at=at)
    if SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at) != 1:
        raise LinkUnusable(_("This link has just been used."))
    record("signed in by link", link.person, by=_as_actor(link.person), at=at)
    return link


def check_password(*, email: str, password: str, at: datetime) -> Person:
    """Let in the person whose address and password these are.

    Raises `WrongPassword`, or `TooManyTries` after eight wrong ones in a quarter of an hour.
    """
    person = prove_password(email=email, password=password, at=at)
    record("signed in by password", person, by=_as_actor(person), at=at)
    return person


def prove_password(*, email: str, password: str, at: datetime) -> Person:
    """The person whose address and password these are; every wrong try slows the next.

    Raises `WrongPassword`, `TooManyTries`.
    """
    mark = fingerprint(email.strip().lower())
    since = at - timedelta(minutes=15)
    if FailedSignIn.objects.filter(fingerprint=mark, at__gt=since).count() >= FAILURES_PER_QUARTER_HOUR:
        raise TooManyTries(_("Too many tries. Wait a quarter of an hour, or sign in by e-mail link."))
    person = authenticate(username=email.strip(), password=password)
    if not isinstance(person, Person):
        FailedSignIn.objects.filter(at__lte=since).delete()
        FailedSignIn.objects.create(fingerprint=mark, at=at)
        raise WrongPassword(
            _("This address and password do not belong together. Try again, or use an e-mail link.")
        )
    FailedSignIn.objects.filter(fingerprint=mark).delete()
    return person


@transaction.atomic
def set_password(email: str, *, password: str, at: datetime) -> Person:
    """Give the person this password from now on, end their other sessions, and tell them by letter.

    Raises `PasswordTooWeak`, with what is wrong with it.
    """
    person = Person.objects.select_for_update().get(email__iexact=email)
    try:
        validate_password(password, user=person)
    except ValidationError as weak:
        raise PasswordTooWeak(" ".join(weak.messages)) from weak
    person.set_password(password)
    person.save(update_fields=["password"])
    record("set password", person, by=_as_actor(person), at=at)
    write(
        key=f"password:{person.pk}:{at.isoformat()}",
        kind="password-set",
        to_email=person.email,
        to_name=person.name,
        template="people/letters/password_set.txt",
        context={"url": settings.BASE_URL + reverse("people:sign_in"), "at": at},
        at=at,
        language=person.language,
    )
    return person


def _as_actor(person: Person) -> Actor:
    return Actor(person_id=person.pk, name=person.name, email=person.email)


class WorksNowhere(Refused):
    """We do not know where the person works, so they cannot leave there."""


@transaction.atomic
def say_leaving(person: Person, *, on: date, by: Actor, at: datetime) -> Affiliation:
    """Note the last day of somebody who leaves or changes post: said by HR, a coordinator, or themselves.

    Said again, the last word counts. Raises `WorksNowhere`.
    """
    here = Affiliation.objects.select_for_update().filter(person=person, ended_on__isnull=True).first()
    if here is None:
        raise WorksNowhere(_("We do not know where this person works now."))
    if here.leaves_on != on:
        here.leaves_on = on
        here.save(update_fields=["leaves_on"])
        record("said leaving", here, by=by, at=at, label=str(person.pk), details={"on": on.isoformat()})
    return here


@transaction.atomic
def take_back_leaving(person: Person, *, by: Actor, at: datetime) -> bool:
    """The person stays after all; False when nobody had said otherwise."""
    here = Affiliation.objects.filter(person=person, ended_on__isnull=True, leaves_on__isnull=False)
    if not here.update(leaves_on=None):
        return False
    record("took back leaving", person, by=by, at=at, label=str(person.pk))
    return True


def end_affiliations(*, at: datetime) -> int:
    """End the affiliations whose last day is over; how many."""
    over = Affiliation.objects.filter(ended_on__isnull=True, leaves_on__lt=timezone.localdate(at))
    return over.update(ended_on=F("leaves_on"))
