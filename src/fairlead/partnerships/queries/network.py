"""The institutions of the installation, and what each takes part in."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fairlead.institutions import queries as institutions
from fairlead.institutions.models import Institution
from fairlead.institutions.sending import of_host
from fairlead.people.models import Affiliation
from fairlead.programmes.models import Partner, Programme


@dataclass(frozen=True)
class Host:
    """A host of the settings and the institution it belongs to, if there is one of that name."""

    host: str
    institution: Institution | None


def listed(search: str) -> QuerySet[Institution]:
    """Institutions with how many `people` work there now, and how many programmes it `takes_part` in.

    The counts are of the rows that are read, one page of them, not of all there are.
    """
    staff = Affiliation.objects.filter(institution=OuterRef("pk"), ended_on=None)
    partners = Partner.objects.filter(institution=OuterRef("pk"), left_on=None)
    return institutions.found(search).annotate(
        people=_count(staff, "institution"), takes_part=_count(partners, "institution")
    )


def _count(rows: "QuerySet[Affiliation] | QuerySet[Partner]", by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def programmes_of(institution: Institution) -> list[Programme]:
    """The programmes in which the institution takes part now, by name."""
    taking_part = Partner.objects.filter(institution=institution, left_on=None)
    return list(Programme.objects.filter(pk__in=taking_part.values("programme")).select_related("lead"))


def hosts_of(institution: Institution) -> list[str]:
    """The hosts that the settings give this institution."""
    return [one.host for one in hosts() if one.institution == institution]


def hosts() -> list[Host]:
    """The hosts of the settings; one query each, and there are few."""
    return [Host(host, of_host(host)) for host in settings.DOMAINS]
