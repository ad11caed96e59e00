"""Settle what a programme's agreements are drafted from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.mentorships.models import AgreementTemplate
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes import actions as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme

TEXTS = (
    *queries.STANDARD,
    "rhythm",
    "place",
    "scheduler",
    "agenda_days",
    "notice_days",
    "reply_days",
    "contact",
)


class TextsChanged(Refused):
    """Somebody else has changed the texts since the page was shown."""


class TextsTakenOver(Refused):
    """The texts come from the parent programme; they are settled here first."""


@transaction.atomic
def settle_template(
    programme: Programme, texts: Mapping[str, Any], *, seen: int, by: Actor, at: datetime
) -> None:
    """Give the programme's agreements these texts; agreements that are signed keep theirs.

    `seen` is the revision the page was shown with, 0 for one that nobody has written yet. Raises
    `TextsChanged`, `TextsTakenOver`.
    """
    programmes.lock_family(programme)
    if designs.inherits(programme, Part.AGREEMENT):
        raise TextsTakenOver(_("These texts come from the programme above. Settle them here first."))
    template = queries.template_of(programme)
    if template.revision != seen:
        raise TextsChanged(
            _("Somebody else has changed these texts meanwhile. Yours are still here; compare, then save.")
        )
    for name in TEXTS:
        setattr(template, name, texts[name])
    template.revision, template.changed_at = seen + 1, at
    template.save()
    record("agreement texts changed", programme, by=by, at=at, details={"revision": template.revision})


@transaction.atomic
def copy_template(source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
    """Let a programme begin with the texts of another, the product's where nobody has written any there."""
    if source == target:
        return
    found = AgreementTemplate.objects.filter(programme=source).first()
    if found is None:
        AgreementTemplate.objects.filter(programme=target).delete()
        return
    texts = {name: getattr(found, name) for name in TEXTS}
    AgreementTemplate.objects.update_or_create(programme=target, defaults={**texts, "changed_at": at})
