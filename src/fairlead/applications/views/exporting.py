"""A round's applications as a file for a spreadsheet."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.applications import policies, queries
from fairlead.applications.forms.inbox import InboxForm
from fairlead.applications.views import telling
from fairlead.kernel.http import ActorRequest
from fairlead.kernel.languages import language_name
from fairlead.kernel.spreadsheet import inert
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.applications.models import Application

BYTE_ORDER_MARK = "\ufeff"


@never_cache
@require_safe
@login_required
def export(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The listed applications, filtered as on the page, as UTF-8 CSV whose cells are never formulas."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_list)
    filters = InboxForm(request.GET, round=round).filters()
    private = programmes.can_run_round(request.actor, round)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*_headings(), *([_("Should not be paired with"), _("Hopes")] if private else [])])
    for application in queries.in_round(request.actor, round, filters):
        writer.writerow([inert(cell) for cell in _cells(application, private=private)])
    response = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{slugify(round.programme.name) or 'programme'}-{slugify(round.name) or 'round'}-applications.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _headings() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Side"),
        _("State"),
        _("Sent"),
        _("Supervisor’s approval"),
        _("Institution"),
        _("Unit"),
        _("Job title"),
        _("Grade"),
        _("Years supporting international academics"),
        _("Line manager"),
        _("Line manager’s address"),
        _("Areas"),
        _("Most important area"),
        _("Languages"),
        _("Campus"),
        _("How to meet"),
        _("Places"),
    ]


def _cells(application: "Application", *, private: bool) -> Iterator[str]:
    chosen = list(application.chosen_areas.all())
    sent = application.submitted_at
    yield application.person.name
    yield application.person.email
    yield application.get_side_display()
    yield application.get_state_display()
    yield timezone.localtime(sent).strftime("%Y-%m-%d %H:%M") if sent else ""
    yield telling.approval_word(application)[0]
    yield application.institution.name if application.institution else ""
    yield application.unit.name if application.unit else ""
    yield application.job_title
    yield str(application.grade or "")
    yield "" if application.years is None else str(application.years)
    yield application.line_manager_name
    yield application.line_manager_email
    yield "; ".join(choice.area.name for choice in chosen)
    yield next((choice.area.name for choice in chosen if choice.most_important), "")
    yield "; ".join(language_name(code) for code in application.languages)
    yield application.campus
    yield application.get_meeting_mode_display()
    yield str(application.places or "")
    if private:
        yield application.avoid_text
        yield application.hopes
