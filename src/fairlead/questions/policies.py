"""Who may see and change the forms of a programme."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.questions.enums import VersionState
from fairlead.questions.models import FormVersion


def visible(actor: Actor) -> QuerySet[FormVersion]:
    """Versions of the forms of the programmes of whose team the actor is a member."""
    mine = FormVersion.objects.filter(form__programme__in=programmes.team_roles(actor).keys())
    return mine.select_related("form__programme__lead", "published_by")


def can_see(actor: Actor, version: FormVersion) -> bool:
    """Whether the actor may read this version."""
    return version.form.programme_id in programmes.team_roles(actor)


def can_edit(actor: Actor, version: FormVersion) -> bool:
    """Whether the actor may change it: a coordinator, as long as it is a draft."""
    return version.state == VersionState.DRAFT and programmes.coordinates(actor, version.form.programme_id)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, FormVersion], bool] = can_see) -> FormVersion:
    """The version if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)
