"""Applications whose time is over: words and supervisors go; of who never took part, the name goes too."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.applications.actions.parting import empty
from fairlead.applications.models import Application
from fairlead.people.actions import nobody_left
from fairlead.programmes.keeping import Held, Key, Part, some
from fairlead.programmes.models import Participation

KINDS = {
    "applications": _("Answers in applications"),
    "names": _("Names of people who applied and did not take part"),
}


def held(programme: UUID) -> Held:
    """Applications with their words, and among them those that carry a name for nothing; two queries."""
    whole = Application.objects.filter(programme=programme, erased_at=None).order_by()
    rows = [Part(*row) for row in whole.values_list("round", "person")]
    part = _took_part(row.round for row in rows)
    found: Held = Counter()
    for one in rows:
        found["applications", one] += 1
        if one not in part:
            found["names", one] = 1
    return found


def _took_part(rounds: Iterable[UUID]) -> set[Part]:
    rows = Participation.objects.filter(round__in=set(rounds)).order_by()
    return {Part(*row) for row in rows.values_list("round", "person")}


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Empty the applications of these people; one who never took part in the round is nobody from now on."""
    parts = set(some(keys, Part))
    rows = Application.objects.filter(
        erased_at=None, round__in={one.round for one in parts}, person__in={one.person for one in parts}
    )
    theirs: dict[Part, list[UUID]] = defaultdict(list)
    for one in rows.select_for_update().order_by("pk").only("pk", "round", "person"):
        theirs[Part(one.round_id, one.person_id)].append(one.pk)
    theirs = {one: ids for one, ids in theirs.items() if one in parts}
    done = Counter({"applications": empty([pk for ids in theirs.values() for pk in ids], at=at)})
    took_part = _took_part(one.round for one in theirs)
    for part, ids in theirs.items():
        if part not in took_part:
            Application.objects.filter(pk__in=ids).update(person=nobody_left(at=at))
            done["names"] += 1
    return +done
