"""Keep a policy by name for a programme, and drop one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.models import Preset
from fairlead.programmes.models import Programme

MOST = 30
OF_A_RUN = ("preset", "preset_name", "preset_changed", "least_change")


class TooManyPresets(Refused):
    """The programme keeps as many policies as it may."""


@transaction.atomic
def keep(
    programme: Programme, *, name: str, reason: str, policy: Mapping[str, Any], by: Actor, at: datetime
) -> Preset:
    """Keep the policy under this name; one of the same name is replaced. Raises `TooManyPresets`."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    others = Preset.objects.filter(programme=programme).exclude(name=name)
    if others.count() >= MOST:
        raise TooManyPresets(_("A programme keeps at most 30 policies. Drop one that you no longer use."))
    kept, _made = Preset.objects.update_or_create(
        programme=programme,
        name=name,
        defaults={
            "reason": reason,
            "policy": {key: value for key, value in policy.items() if key not in OF_A_RUN},
            "kept_by_id": by.person_id,
            "kept_at": at,
        },
    )
    record("kept policy", kept, by=by, at=at, label=name)
    return kept


@transaction.atomic
def drop(preset: Preset, *, by: Actor, at: datetime) -> None:
    """Keep the policy no longer; runs that came from it stand as they are."""
    record("dropped policy", preset, by=by, at=at, label=preset.name)
    preset.delete()
