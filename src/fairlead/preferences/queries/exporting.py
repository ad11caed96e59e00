"""What a person has said of others, in the words of the cards."""

from uuid import UUID

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.preferences.enums import Cards
from fairlead.preferences.models import Request, Statement, Terms
from fairlead.preferences.queries.cards import label
from fairlead.preferences.queries.said import Said
from fairlead.programmes.models import Participation
from fairlead.sealed import queries as sealed


def export(actor: Actor) -> list[Section]:
    """Their own wishes and whom they would rather not, round by round; six queries.

    What others have said of them is not told, nor whether anything was said.
    """
    mine = Statement.objects.filter(participation__person=actor.person_id).order_by("pk")
    kept = list(mine.select_related("participation__round"))
    opened = sealed.opened(actor, [one.text_id for one in kept])
    said = {one.pk: Said.unpacked(opened[one.text_id]) for one in kept if one.text_id in opened}
    named = dict(Terms.objects.values_list("round", "cards"))
    others = {pk for them in said.values() for pk in (*them.ranked, *them.out)}
    people = {one.pk: one for one in Participation.objects.filter(pk__in=others).select_related("person")}

    def told(one: Statement, pks: tuple[UUID, ...]) -> list[str]:
        shown = named.get(one.participation.round_id) == Cards.NAMED
        there = [people[pk] for pk in pks if pk in people]
        return [each.person.name if shown else label(each.side, each.pk) for each in there]

    rows = [
        {
            "round": one.participation.round.name,
            "wishes": told(one, said[one.pk].ranked),
            "rather_not": told(one, said[one.pk].out),
        }
        for one in kept
        if one.pk in said
    ]
    mentees = Request.objects.filter(mentee__person=actor.person_id)
    return [
        Section("preferences", _("With whom you would like to be paired, and with whom not"), rows),
        section("requests", _("When you asked a mentor"), mentees, without=["mentee", "mentor"]),
    ]
