"""Sign in and out."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
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
from fairlead.people.forms import LinkForm, NewPasswordForm, PasswordForm

BY_LINK = "signed_in_by_link_at"
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
    request.session[BY_LINK] = timezone.now().timestamp()
    return redirect(link.next_path or "portal:home")


@never_cache
@login_required
@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: ActorRequest) -> HttpResponse:
    """Set a password; whoever has not just come by an e-mail link gives the one until now."""
    form = NewPasswordForm(request.POST or None, ask_current=not _came_by_link(request, at=timezone.now()))
    if request.method == "POST" and form.is_valid() and _set_password(request, form):
        messages.success(request, _("Your password is set. Your other sessions have ended."))
        return redirect("portal:home")
    return render(request, "people/set_password.html", {"form": form})


def _came_by_link(request: ActorRequest, *, at: datetime) -> bool:
    since: float = request.session.get(BY_LINK, 0)
    return at.timestamp() - since < settings.SIGN_IN_LINK_MINUTES * 60


def _set_password(request: ActorRequest, form: NewPasswordForm) -> bool:
    at, field = timezone.now(), "current"
    try:
        if "current" in form.cleaned_data:
            current = form.cleaned_data["current"]
            actions.prove_password(email=request.actor.email, password=current, at=at)
        field = "new"
        person = actions.set_password(request.actor.email, password=form.cleaned_data["new"], at=at)
    except Refused as refusal:
        form.add_error(field, str(refusal.sentence))
        return False
    update_session_auth_hash(request, person)
    return True


@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("people:sign_in")
