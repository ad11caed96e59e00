"""Institutions: the list for the IT administrator, and the face each shows."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.institutions import actions, colours
from fairlead.institutions import queries as institutions
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.partnerships import policies
from fairlead.partnerships.forms.institutions import FaceForm, NameForm
from fairlead.partnerships.queries import network

if TYPE_CHECKING:
    from fairlead.institutions.models import Institution

PER_PAGE = 50


@never_cache
@require_safe
@login_required
def institution_list(request: ActorRequest) -> HttpResponse:
    """Every institution, with a search."""
    _for_administrators(request)
    search = asked(request, "q")
    page = Paginator(network.listed(search), PER_PAGE).get_page(request.GET.get("page"))
    lost = [one.host for one in network.hosts() if one.institution is None]
    context = {"page": page, "search": search, "lost": lost}
    return render(request, "partnerships/institutions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: ActorRequest) -> HttpResponse:
    """An institution that is not in the list yet."""
    _for_administrators(request)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_institution(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("The institution is in the list."))
            return redirect("partnerships:institution", made.pk)
    context = {"form": form, "institution": None}
    return render(request, "partnerships/institutions/name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Another name."""
    _for_administrators(request)
    institution = policies.fetch_institution(request.actor, pk)
    known = {name: getattr(institution, name) for name in NameForm.NAMES}
    form = NameForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename(institution, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("The name is changed."))
            return redirect("partnerships:institution", pk)
    context = {"form": form, "institution": institution}
    return render(request, "partnerships/institutions/name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def institution(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One institution: its colour, its logo, the sender of its letters; its programmes and units."""
    found = policies.fetch_institution(request.actor, pk)
    form = FaceForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid() and _settled(request, form, pk):
        messages.success(request, _("Saved. Pages and letters show it from now on."))
        return redirect("partnerships:institution", pk)
    stored = policies.fetch_institution(request.actor, pk)
    context = {
        "institution": stored,
        "dressed": stored,
        "form": form,
        "shades": colours.shades(stored.accent) if stored.accent else None,
        "papers": (colours.LIGHT_PAPER, colours.DARK_PAPER),
        "programmes": network.programmes_of(stored),
        "units": institutions.units(stored),
        "hosts": network.hosts_of(stored),
        "administers": policies.can_list_institutions(request.actor),
    }
    status = 422 if form.errors else 200
    return render(request, "partnerships/institutions/institution.html", context, status=status)


def _settled(request: ActorRequest, form: FaceForm, pk: UUID) -> bool:
    """Store the face and the logo; what is refused stands beside its field."""
    stored: Institution = policies.fetch_institution(request.actor, pk)
    at, given = timezone.now(), form.cleaned_data
    face = {name: given.get(name, getattr(stored, name)) for name in actions.FACE_FIELDS}
    field = "logo"
    try:
        if given["logo"] is not None:
            actions.set_logo(stored, given=given["logo"].read(), by=request.actor, at=at)
        elif given.get("remove_logo"):
            actions.remove_logo(stored, by=request.actor, at=at)
        field = "sender_address"
        actions.set_face(stored, face=face, by=request.actor, at=at)
    except Refused as refusal:
        form.add_error(field if field in form.fields else None, str(refusal.sentence))
        return False
    return True


def _for_administrators(request: ActorRequest) -> None:
    if not policies.can_list_institutions(request.actor):
        raise Http404
