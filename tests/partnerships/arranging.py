"""Two institutions on their way into a partnership."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.notifications.models import Letter
from fairlead.partnerships import queries
from fairlead.partnerships.actions import arranging, inviting
from fairlead.partnerships.actions.letters import secret_of
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from tests import factories

WORDS: dict[str, Any] = {
    "purpose": "Learn from each other.",
    "starts_on": "2026-10-01",
    "ends_on": "2028-09-30",
    "notice_months": 3,
    "mentors": 4,
    "mentees": 6,
    "supervision": "The coordinators of both, twice a year.",
    "shared": ["contact", "applications"],
    "shared_more": "",
    "kept_months": 24,
    "control": "joint",
    "transfers": "",
    "security": "Access by role.",
    **{
        f"{side}_{kind}_{part}": value
        for side in ("lead", "partner")
        for kind in ("contact", "dpo")
        for part, value in (("name", f"{side} {kind}"), ("email", f"{kind}@{side}.example"))
    },
    "cost_kind": "percent",
    "lead_share": "60",
    "partner_share": "40",
    "currency": "",
    "cost_note": "",
    "pairs_then": "finish",
    "data_then": "stay",
    "leaving_note": "",
}


@dataclass
class Two:
    """A programme, its coordinator, and an institution that is invited with who coordinates there."""

    programme: Programme
    cora: Person
    coast: Institution
    pia: Person
    partnership: Partnership

    @property
    def lead(self) -> Actor:
        """The coordinator as somebody who acts, as a request knows them."""
        return factories.actor(self.cora)

    @property
    def partner(self) -> Actor:
        """The partner’s coordinator as somebody who acts."""
        return factories.actor(self.pia)

    def stored(self) -> Partnership:
        """The partnership as it stands."""
        return Partnership.objects.select_related("programme__lead", "institution").get(
            pk=self.partnership.pk
        )

    def shelf(self) -> queries.Shelf:
        """Its versions as they stand."""
        return queries.shelf(self.stored())


def begun(at: Any, **programme: Any) -> Two:
    """A partnership that is being prepared."""
    made = factories.programme(**{"name": "Safe Harbour", **programme})
    cora = factories.member(made, who=factories.person("Cora", password=True), institution=made.lead)
    coast = factories.institution("Coast Academy")
    pia = factories.person("Pia", email="pia@coast.example", password=True)
    partnership = inviting.begin(
        made, coast, name="Pia", email="Pia@coast.example", by=factories.actor(cora), at=at
    )
    return Two(made, cora, coast, pia, partnership)


def propose(two: Two, by: Actor, at: Any, **words: Any) -> Arrangement:
    """A version with these words changed, by somebody who has read the newest."""
    newest = two.shelf().newest
    said = {**WORDS, **words}
    seen = newest.number if newest else 0
    return arranging.propose(two.stored(), said, seen=seen, by=by, at=at)


def sign(version: Arrangement, by: Actor, at: Any) -> bool:
    """Sign what this version says."""
    loaded = Arrangement.objects.select_related("partnership__programme__lead").get(pk=version.pk)
    return arranging.sign(loaded, seen=version.digest, by=by, at=at)


def talking(at: Any, **programme: Any) -> Two:
    """The lead has written a first version, the partner has come by the link."""
    two = begun(at, **programme)
    propose(two, two.lead, at)
    inviting.come_in(secret_of(two.stored()), by=two.partner, at=at)
    return two


def in_force(at: Any, **words: Any) -> Two:
    """Both have signed."""
    two = begun(at)
    version = propose(two, two.lead, at, **words)
    inviting.come_in(secret_of(two.stored()), by=two.partner, at=at)
    sign(version, two.lead, at)
    sign(version, two.partner, at)
    return two


def link(two: Two) -> str:
    """The address in the invitation."""
    return reverse("partnerships:invited", args=[secret_of(two.stored())])


def letters(kind: str) -> list[str]:
    """To whom letters of this kind went."""
    return sorted(Letter.objects.filter(kind=f"partnership-{kind}").values_list("to_email", flat=True))
