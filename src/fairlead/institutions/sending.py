"""Which addresses letters may come from, and at which host an institution is found: the settings, read."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q

from fairlead.institutions.models import Institution


def may_send_as(address: str) -> bool:
    """Whether the setting allows letters from this domain."""
    return address.rpartition("@")[2].lower() in settings.SENDER_DOMAINS


def base_url(institution: Institution) -> str:
    """Where links to this institution's people lead: its own host, or the installation's address."""
    hosts = [host for host, named in settings.DOMAINS.items() if _is(named, institution)]
    if not hosts:
        return str(settings.BASE_URL)
    scheme = settings.BASE_URL.partition("://")[0]
    return f"{scheme}://{hosts[0]}"


def of_host(host: str) -> Institution | None:
    """The institution whose host this is, by the setting; no query for any other host."""
    named = settings.DOMAINS.get(host.lower())
    if named is None:
        return None
    try:
        found = Q(pk=UUID(named))
    except ValueError:
        found = Q(name__iexact=named)
    return Institution.objects.filter(found).first()


def _is(named: str, institution: Institution) -> bool:
    return named.casefold() in {institution.name.casefold(), str(institution.pk)}
