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
from fairlead.applications.queries import asking
from fairlead.applications.views import telling
from fairlead.kernel.actors import Actor
from fairlead.kernel.http import ActorRequest
from fairlead.kernel.languages import language_name
from fairlead.kernel.spreadsheet import inert
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.questions.enums import Reader

if TYPE_CHECKING:
    from fairlead.applications.models import Application

BYTE_ORDER_MARK = "\ufeff"


@never_cache
@require_safe
@login_required
def export(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The listed applications, filtered as on the page, as UTF-8 CSV whose cells are never formulas."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_list)
    filters = InboxForm(request.GET, actor=request.actor, round=round).filters()
    private = policies.can_decide_in(request.actor, round)
    listed = list(asking.with_form(queries.in_round(request.actor, round, filters)))
    columns = _own_columns(request.actor, listed)
    text = StringIO(newline="")
    writer = csv.writer(text)
    ours = [_("Should not be paired with"), _("Hopes")] if private else []
    writer.writerow([inert(cell) for cell in (*_headings(), *ours, *_own_headings(columns))])
    for application in listed:
        whole = policies.can_read_whole(request.actor, application)
        told = policies.can_read_private_words(request.actor, application)
        reader = policies.own_answers_for(request.actor, application)
        cells = [*_cells(application, whole=whole), *(_private(application, told=told) if private else [])]
        writer.writerow([inert(cell) for cell in (*cells, *_own_cells(application, columns, reader))])
    response = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{slugify(round.programme.name) or 'programme'}-{slugify(round.name) or 'round'}-applications.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own_columns(actor: Actor, listed: list["Application"]) -> list[asking.Column]:
    """The questions of which at least one listed answer may be read, each once."""
    found: dict[asking.Column, None] = {}
    for reader in (Reader.COORDINATOR, Reader.PARTNER, Reader.MATCH):
        some = [one for one in listed if policies.own_answers_for(actor, one) == reader]
        found |= dict.fromkeys(asking.own_columns(some, reader))
    return list({(one.side, one.key): one for one in reversed(found)}.values())[::-1]


def _own_headings(columns: list[asking.Column]) -> list[str]:
    """The questions; with the side where both sides are asked in the same words."""
    labels = [column.label for column in columns]
    sides = dict(Side.choices)
    return [
        f"{one.label} ({sides[one.side]})" if labels.count(one.label) > 1 else one.label for one in columns
    ]


def _own_cells(application: "Application", columns: list[asking.Column], reader: str) -> Iterator[str]:
    told = {one.key: one.text for one in asking.own_answers(application, reader)}
    for column in columns:
        text = told.get(column.key, "") if column.side == application.side else ""
        yield "; ".join(text.splitlines()) if column.several else text


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


def _cells(application: "Application", *, whole: bool) -> Iterator[str]:
    """What everybody who sees the application reads; `whole`: also who the line manager is."""
    chosen = list(application.chosen_areas.all())
    sent = application.submitted_at
    yield application.person.name
    yield application.person.email
    yield application.get_side_display()
    yield application.get_state_display()
    yield timezone.localtime(sent).strftime("%Y-%m-%d %H:%M") if sent else ""
    yield telling.approval_word(application)[0] if whole else ""
    yield application.institution.name if application.institution else ""
    yield application.unit.name if application.unit else ""
    yield application.job_title
    yield str(application.grade or "")
    yield "" if application.years is None else str(application.years)
    yield application.line_manager_name if whole else ""
    yield application.line_manager_email if whole else ""
    yield "; ".join(choice.area.name for choice in chosen)
    yield next((choice.area.name for choice in chosen if choice.most_important), "")
    yield "; ".join(language_name(code) for code in application.languages)
    yield application.campus
    yield application.get_meeting_mode_display()
    yield str(application.places or "")


def _private(application: "Application", *, told: bool) -> list[str]:
    """What is read by those who decide."""
    return [application.avoid_text, application.hopes] if told else ["", ""]
