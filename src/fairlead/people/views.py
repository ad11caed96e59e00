"""Sign in and out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, safe_next
from fairlead.people import actions
from fairlead.people.forms import LinkForm, PasswordForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """Sign in with a password, or go on to ask for a link."""
    after = safe_next(request, reverse("portal:home"))
    if request.actor.signed_in:
        return redirect(after)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.check_password(**form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            login(request, person, backend=BACKEND)
            return redirect(after)
    return render(
        request, "people/sign_in.html", {"form": form, "link_form": LinkForm(prefix="link"), "next": after}
    )


@never_cache
@require_POST
def send_link(request: ActorRequest) -> HttpResponse:
    """Mail a sign-in link; the answer is the same whether we know the address or not."""
    form = LinkForm(request.POST, prefix="link")
    after = safe_next(request, reverse("portal:home"))
    if not form.is_valid():
        context = {"form": PasswordForm(), "link_form": form, "next": after}
        return render(request, "people/sign_in.html", context, status=422)
    actions.send_sign_in_link(email=form.cleaned_data["email"], next_path=after, at=timezone.now())
    context = {"email": form.cleaned_data["email"], "minutes": settings.SIGN_IN_LINK_MINUTES}
    return render(request, "people/link_sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: ActorRequest, secret: str) -> HttpResponse:
    """Opening the link shows one button; pressing it signs in, so no mail scanner spends the link."""
    try:
        if request.method != "POST":
            link = actions.usable_link(secret, at=timezone.now())
            return render(request, "people/use_link.html", {"name": link.person.name, "secret": secret})
        link = actions.use_link(secret, at=timezone.now())
    except Refused as refusal:
        context = {"sentence": refusal.sentence, "link_form": LinkForm(prefix="link")}
        return render(request, "people/link_unusable.html", context, status=410)
    login(request, link.person, backend=BACKEND)
    return redirect(link.next_path or "portal:home")


@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("people:sign_in")
