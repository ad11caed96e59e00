"""To whom people of a programme can turn instead of its coordinators."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes
from fairlead.support import policies
from fairlead.support.actions import caring
from fairlead.support.forms.caring import ContactForm
from fairlead.support.queries import cases as queries
from fairlead.support.views.frame import framed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def contacts(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The contacts, and a new one."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_settle)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.person is not None:
        described = form.cleaned_data["described"]
        try:
            caring.add_contact(programme, form.person, described, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            messages.success(request, _("Named. People can turn to them from now on."))
            return redirect("support:contacts", pk=programme.pk)
    context = framed(request, programme, "contacts") | {"form": form, "contacts": queries.contacts(programme)}
    return render(request, "support/contacts.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def remove(request: ActorRequest, pk: UUID, contact: UUID) -> HttpResponse:
    """Name somebody no longer."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_settle)
    found = get_object_or_404(queries.contacts(programme), pk=contact)
    caring.remove_contact(found, by=request.actor, at=timezone.now())
    messages.success(request, _("Nobody can turn to them here any more; what they look after stays theirs."))
    return redirect("support:contacts", pk=programme.pk)
