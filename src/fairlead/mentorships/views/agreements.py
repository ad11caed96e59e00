"""The agreement of a pair: read it, write it, sign it; for the two alone."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.mentorships import policies
from fairlead.mentorships.actions import agreements as actions
from fairlead.mentorships.clauses import shown_after
from fairlead.mentorships.forms import agreements as forms
from fairlead.mentorships.queries import agreements as queries
from fairlead.mentorships.views.frame import framed
from fairlead.programmes.enums import Side
from fairlead.training import queries as training

if TYPE_CHECKING:
    from fairlead.mentorships.actions.agreements import Written
    from fairlead.mentorships.clauses import Words
    from fairlead.mentorships.models import Agreement, Mentorship


@never_cache
@require_safe
@login_required
def agreement(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The agreement as it stands: the version under way, else the one in force, else the draft."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    shelf = queries.shelf(pair)
    said = queries.words(request.actor, [shelf.writing, shelf.in_force])
    current = shelf.current
    words = said.get(current.pk) if current else queries.drafted(pair)
    before = said.get(shelf.in_force.pk) if shelf.writing and shelf.in_force else None
    context = _frame(request, pair) | {
        "shelf": shelf,
        "version": current,
        "words": words,
        "clauses": _clauses(words, before),
        **_signing(request, pair, current),
        "to_learn": _to_learn(request, pair),
    }
    return render(request, "mentorships/agreement.html", context)


def _to_learn(request: ActorRequest, pair: "Mentorship") -> list[Any]:
    """What the reader still misses of their own training; what the other misses is the other's to know."""
    mine = pair.mentor if queries.side_of(request.actor, pair) == Side.MENTOR else pair.mentee
    mine.round = pair.round
    return training.missing([mine], at=timezone.now()).get(mine.pk, [])


@never_cache
@require_safe
@login_required
def version(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One version as it was signed, however many have followed."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    shelf = queries.shelf(pair)
    asked = next((one for one in shelf.versions if one.number == number), None)
    if asked is None:
        raise Http404
    earlier = next((one for one in shelf.versions if one.number == number - 1), None)
    said = queries.words(request.actor, [asked, earlier])
    words = said.get(asked.pk)
    context = _frame(request, pair) | {
        "shelf": shelf,
        "version": asked,
        "words": words,
        "clauses": _clauses(words, said.get(earlier.pk) if earlier else None),
        "looking_back": True,
        **_signing(request, pair, asked),
        "signs": False,
    }
    return render(request, "mentorships/agreement.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The form: what the programme drafts or the two have settled, saved while typing."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    choices = _choices(request, pair)
    posted = request.POST if request.method == "POST" else None
    form = forms.AgreementForm(posted, choices=choices, first=pair.starts_on, last=pair.ends_on)
    if posted is None:
        return _form_page(request, pair, form, as_shown=forms.carried(form.marked))
    return _written(request, pair, form)


@require_POST
@login_required
def sign(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Put the actor's name under the words they have read, once they have seen what training they miss."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    if not request.POST.get("untrained") and _to_learn(request, pair):
        words = _(
            "Nothing is signed yet. See first what you miss of your training; you may then sign all the same."
        )
        messages.warning(request, words)
        return redirect("mentorships:agreement", pair.pk)
    try:
        signed = actions.sign(pair, **_read(request), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _signed_words(request, pair, signed))
    return redirect("mentorships:agreement", pair.pk)


@require_POST
@login_required
def take_back(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give up a change under way."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    with told(request, _("The change is taken back; the agreement stays as it was.")):
        actions.take_back(pair, **_read(request), by=request.actor, at=timezone.now())
    return redirect("mentorships:agreement", pair.pk)


def _written(request: ActorRequest, pair: "Mentorship", form: forms.AgreementForm) -> HttpResponse:
    """Keep what was posted, and say what came of it."""
    typing = "X-Autosave" in request.headers
    given, shown = form.given, form.shown
    try:
        done = actions.write(
            pair,
            given,
            shown=shown,
            typing=typing or not form.is_valid(),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("mentorships:agreement", pair.pk)
    other = _other_name(request, pair)
    if typing:
        context = {
            "as_shown": forms.carried(shown_after(given, done.both, shown)),
            "both": forms.labels(done.both),
            "other": other,
        }
        return render(request, "mentorships/agreement_as_shown.html", context | _lost(done))
    form.note_both(done.both, done.choices, other)
    if form.errors:
        marks = shown_after(given, done.both, shown, done.choices)
        return _form_page(request, pair, form, as_shown=forms.carried(marks), **_lost(done))
    _say(request, done)
    return redirect("mentorships:agreement", pair.pk)


def _lost(done: "Written") -> dict[str, Any]:
    return {"taken_back": ", ".join(done.taken_back)}


def _say(request: ActorRequest, done: "Written") -> None:
    if not done.under_way:
        messages.info(request, _("Nothing was changed."))
        return
    messages.success(request, _("Saved. Read it once more, then sign."))
    if done.taken_back:
        text = ngettext(
            "The signature of %(names)s is taken back, because the words have changed.",
            "The signatures of %(names)s are taken back, because the words have changed.",
            len(done.taken_back),
        )
        messages.warning(request, text % {"names": _(" and ").join(done.taken_back)})


def _form_page(
    request: ActorRequest, pair: "Mentorship", form: forms.AgreementForm, **more: Any
) -> HttpResponse:
    shelf = queries.shelf(pair)
    signed = queries.signed_by(shelf.writing) if shelf.writing else {}
    context = _frame(request, pair) | {
        "form": form,
        "shelf": shelf,
        "standard": queries.standard_of(queries.template_of(pair.round.programme)),
        "signed": _(" and ").join(one.person.name for one in signed.values()),
        **more,
    }
    return render(request, "mentorships/agreement_write.html", context, status=422 if form.errors else 200)


def _choices(request: ActorRequest, pair: "Mentorship") -> Any:
    """What the form begins with: the version under way, the one in force, or what the programme suggests."""
    current = queries.shelf(pair).current
    said = queries.words(request.actor, [current])
    if current is not None and current.pk in said:
        return said[current.pk].choices
    return queries.suggested(pair, queries.template_of(pair.round.programme))


def _frame(request: ActorRequest, pair: "Mentorship") -> dict[str, Any]:
    return framed(request, pair, "agreement") | {"other": _other_name(request, pair)}


def _other_name(request: ActorRequest, pair: "Mentorship") -> str:
    mine = queries.side_of(request.actor, pair)
    other = pair.mentee if mine == Side.MENTOR else pair.mentor
    return str(other.person.name)


def _clauses(words: "Words | None", before: "Words | None") -> list[dict[str, Any]]:
    """The clauses with what they said before, where another version came before; those left out last."""
    if words is None:
        return []
    changed = words.changed_from(before) if before else {}
    shown = [
        {"clause": one, "changed": one.key in changed, "before": changed.get(one.key)}
        for one in words.clauses
    ]
    standing = {one.key for one in words.clauses}
    gone = [one for key, one in changed.items() if key not in standing]
    return shown + [{"clause": one, "changed": True, "gone": True} for one in gone]


def _signing(request: ActorRequest, pair: "Mentorship", version: "Agreement | None") -> dict[str, Any]:
    """Both lines for signatures, and whether it is the actor's turn."""
    signed = queries.signed_by(version) if version else {}
    mine = queries.side_of(request.actor, pair)
    writing = version is not None and version.in_force_at is None
    return {
        "lines": [
            {
                "name": half.person.name,
                "side": Side(side).label,
                "signature": signed.get(side),
                "mine": side == mine,
            }
            for side, half in ((Side.MENTEE, pair.mentee), (Side.MENTOR, pair.mentor))
        ],
        "writing": writing,
        "signs": writing and mine not in signed and policies.can_write(request.actor, pair),
        "waits": writing and mine in signed,
        "other_signed": any(side != mine for side in signed),
    }


def _signed_words(request: ActorRequest, pair: "Mentorship", signed: "Agreement") -> str:
    if signed.in_force_at is not None:
        return _("Both of you have signed. The agreement is in force.")
    return _("Signed. %(name)s has a letter and signs next.") % {"name": _other_name(request, pair)}


def _read(request: ActorRequest) -> dict[str, Any]:
    """Which words the page showed; a revision that cannot be read is none that stands."""
    typed = request.POST.get("revision", "")
    known = typed.isascii() and typed.isdecimal() and len(typed) < 7
    return {"read": request.POST.get("version", ""), "revision": int(typed) if known else 0}
