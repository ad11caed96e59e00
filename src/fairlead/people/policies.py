"""Who a person may see and change."""

from fairlead.kernel.actors import Actor
from fairlead.people.models import Role, RoleGrant


def roles(actor: Actor) -> frozenset[str]:
    """The roles the actor has for the whole installation; one query per request."""

    def find() -> frozenset[str]:
        if not actor.signed_in:
            return frozenset()
        return frozenset(RoleGrant.objects.filter(person=actor.person_id).values_list("role", flat=True))

    return actor.remembered("people.roles", find)


def owns_programmes(actor: Actor) -> bool:
    """Whether the actor may found programmes and see them all."""
    return Role.PROGRAMME_OWNER in roles(actor)


def administers(actor: Actor) -> bool:
    """Whether the actor looks after the installation itself."""
    return Role.IT_ADMINISTRATOR in roles(actor)
