"""Settle what a programme's agreements are drafted from; agreements that are signed keep their texts."""

from fairlead.mentorships.models import AgreementTemplate
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes.actions.own_words import Words
from fairlead.programmes.enums import Part

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
TEMPLATE = Words(
    part=Part.AGREEMENT,
    model=AgreementTemplate,
    names=TEXTS,
    standing=queries.template_of,
    verb="agreement texts changed",
)
settle_template, copy_template = TEMPLATE.settle, TEMPLATE.copy
