"""What a programme's agreements are drafted from."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.http import ActorRequest
from fairlead.mentorships.actions import agreement_templates as actions
from fairlead.mentorships.forms.agreements import TemplateForm
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes.views.own_words import WordsPage

if TYPE_CHECKING:
    from django.forms import ModelForm

    from fairlead.mentorships.models import AgreementTemplate

STANDARD, SUGGESTED = queries.STANDARD, actions.TEXTS[len(queries.STANDARD) :]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The standard texts and suggestions; the team reads them, coordinators change them."""
    return PAGE.answer(request, pk)


def _rows(template: "AgreementTemplate") -> list[dict[str, object]]:
    shown = {"rhythm": template.get_rhythm_display(), "scheduler": template.get_scheduler_display()}
    return [
        {"label": TemplateForm.base_fields[name].label, "value": shown.get(name, getattr(template, name))}
        for name in actions.TEXTS
    ]


def _fields(form: "ModelForm[Any]") -> dict[str, object]:
    return {
        "standard": [form[name] for name in STANDARD],
        "suggested": [form[name] for name in SUGGESTED],
    }


PAGE = WordsPage(
    words=actions.TEMPLATE,
    form=TemplateForm,
    address="mentorships:agreement_template",
    template="mentorships/agreement_template.html",
    saved=gettext_lazy("Saved. Agreements that are begun or changed from now on get these texts."),
    rows=_rows,
    more=_fields,
)
