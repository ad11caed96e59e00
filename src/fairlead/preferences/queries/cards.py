"""Cards of the people of the other side, as somebody who says their wishes sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.applications.enums import MeetingMode
from fairlead.applications.models import Application
from fairlead.kernel.languages import language_name
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.preferences.enums import Cards
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.said import Said
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation

DIGITS = 6
NOTHING = Said()
KEY = 22


@dataclass(frozen=True)
class Card:
    """One person of the other side: what their answers say that serves a match, no free text.

    `key` stands for them in the reader's own forms and nowhere else. Where the round shows no names, `name`
    is a label that stays the same, and `work` and `campus` are empty. `place`: the reader's rank, 0 for none.
    `there`: whether they can be chosen now; of whoever cannot the card tells nothing else.
    """

    pk: UUID
    key: str
    name: str
    work: str
    areas: tuple[str, ...]
    most_important: str
    languages: tuple[str, ...]
    meets: str
    campus: str
    place: int = 0
    out: bool = False
    there: bool = True

    @property
    def words(self) -> str:
        """All that can be searched."""
        said = (self.name, self.work, *self.areas, *self.languages, self.meets, self.campus)
        return " ".join(said).casefold()


def keys(application: Application) -> dict[str, UUID]:
    """Everybody of the other side whom the rules allow for this person, by the key of their card.

    The rules look at what both answered, never at what anybody said of anybody: neither a wish against
    somebody nor a coordinator's word hides a card.
    """
    allowed: Iterable[UUID] = import_string(settings.ALLOWED_PARTNERS)(application)
    return {key_of(application, one): one for one in allowed}


def key_of(application: Application, other: UUID) -> str:
    """What stands for somebody in this reader's forms."""
    return derived(f"card:{application.participation_id}", other)[:KEY]


def label(side: str, participation: UUID) -> str:
    """What somebody is called where no names are shown: always the same, and nothing follows from it."""
    number = fingerprint(derived("label", participation))[:DIGITS].upper()
    return (_("Mentor %(number)s") if side == Side.MENTOR else _("Mentee %(number)s")) % {"number": number}


def cards(application: Application, terms: Terms, said: Said) -> list[Card]:
    """A card for each person allowed: by name where names are shown, else by label. Three queries more."""
    return shown({pk: key for key, pk in keys(application).items()}, terms, said)


def gone(application: Application, terms: Terms, said: Said, there: Iterable[Card]) -> list[Card]:
    """Those on the reader's lists who cannot be chosen now, so that they can be taken off; one query."""
    lost = {*said.ranked, *said.out} - {card.pk for card in there}
    found = Participation.objects.filter(pk__in=lost).select_related("person").order_by("pk")
    named = terms.cards == Cards.NAMED
    return [
        Card(
            pk=one.pk,
            key=key_of(application, one.pk),
            name=one.person.name if named else label(one.side, one.pk),
            work="",
            areas=(),
            most_important="",
            languages=(),
            meets="",
            campus="",
            place=said.ranked.index(one.pk) + 1 if one.pk in said.ranked else 0,
            out=one.pk in said.out,
            there=False,
        )
        for one in (found if lost else ())
    ]


def shown(allowed: Mapping[UUID, str], terms: Terms, said: Said = NOTHING) -> list[Card]:
    """A card for each of these people, given with the keys that stand for them; three queries."""
    found = (
        Application.objects.filter(participation__in=allowed)
        .select_related("person", "unit", "institution")
        .prefetch_related("chosen_areas__area")
    )
    named = terms.cards == Cards.NAMED
    made = [
        _card(one, pk, allowed[pk], named=named, said=said)
        for one in found
        if (pk := one.participation_id) is not None
    ]
    return sorted(made, key=lambda card: (card.name.casefold(), card.key))


def _card(one: Application, pk: UUID, key: str, *, named: bool, said: Said) -> Card:
    chosen = list(one.chosen_areas.all())
    work = [place.name for place in (one.unit, one.institution) if place is not None]
    return Card(
        pk=pk,
        key=key,
        name=one.person.name if named else label(one.side, pk),
        work=", ".join(work) if named else "",
        areas=tuple(area.area.name for area in chosen),
        most_important=next((area.area.name for area in chosen if area.most_important), ""),
        languages=tuple(language_name(code) for code in one.languages),
        meets=_meets(one),
        campus=one.campus if named else "",
        place=said.ranked.index(pk) + 1 if pk in said.ranked else 0,
        out=pk in said.out,
    )


def _meets(application: Application) -> str:
    if application.meeting_mode == MeetingMode.EITHER:
        return _("In person or online")
    return str(application.get_meeting_mode_display()) if application.meeting_mode else ""


def found(some: Iterable[Card], words: str) -> list[Card]:
    """The cards on which each of these words stands."""
    asked = words.casefold().split()
    return [card for card in some if all(word in card.words for word in asked)]
