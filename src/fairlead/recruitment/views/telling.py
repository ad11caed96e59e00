"""Sentences and tables about coverage, invitations and calls."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.recruitment.enums import InvitationState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fairlead.programmes.models import Round
    from fairlead.recruitment.queries import Counts, Coverage, Need

TONES: dict[str, str] = {
    InvitationState.QUEUED: "quiet",
    InvitationState.SENT: "quiet",
    InvitationState.OPENED: "todo",
    InvitationState.APPLIED: "good",
    InvitationState.DECLINED: "watch",
    InvitationState.PAUSED: "watch",
    InvitationState.WITHDRAWN: "quiet",
}
NAMED = 4


def parts(round: "Round", current: str) -> list[dict[str, Any]]:
    """The pages that look for mentors, as tabs."""
    named = {
        "coverage": _("Coverage"),
        "invitations": _("Invitations"),
        "past": _("Mentors of past rounds"),
        "calls": _("Calls"),
    }
    return [
        {"label": label, "url": reverse(f"recruitment:{name}", args=[round.pk]), "current": name == current}
        for name, label in named.items()
    ]


def missing_sentence(coverage: "Coverage") -> str:
    """Where mentors are missing, in a sentence."""
    areas, languages = coverage.missing_areas, coverage.missing_languages
    if not coverage.mentees:
        return _("No mentee has applied yet, so nothing is missing yet.")
    if not areas and not languages:
        return _("There are enough places for what the mentees ask, in every area and language.")
    said = []
    if areas:
        said.append(_("Mentors are missing in %(areas)s.") % {"areas": _listed(areas)})
    if languages:
        text = _("Mentees who have no other language wait for mentors in %(languages)s.")
        said.append(text % {"languages": _listed(languages)})
    return " ".join(said)


def _listed(needs: "list[Need]") -> str:
    named = [
        ngettext("%(name)s (%(count)d place)", "%(name)s (%(count)d places)", need.missing)
        % {"name": need.name, "count": need.missing}
        for need in needs[:NAMED]
    ]
    if (more := len(needs) - NAMED) > 0:
        named.append(ngettext("%(count)d other", "%(count)d others", more) % {"count": more})
    return get_text_list(named, _("and"))


def coverage_tone(coverage: "Coverage") -> str:
    """How good the coverage is."""
    if coverage.ratio is None:
        return ""
    return "good" if coverage.enough else ("watch" if coverage.ratio >= 1 else "problem")


def call_address(round: "Round", coverage: "Coverage") -> str:
    """The page that prepares a call for exactly what is missing."""
    asked = [("area", need.key) for need in coverage.missing_areas]
    asked += [("language", need.key) for need in coverage.missing_languages]
    return f"{reverse('recruitment:calls', args=[round.pk])}?{urlencode(asked)}#new"


def tables(coverage: "Coverage", *, every: bool) -> list[dict[str, Any]]:
    """The three tables of needs, each with its headings."""
    chiefly = {
        "areas": _("Most important to"),
        "languages": _("Only language of"),
        "institutions": _("Wait for a mentor"),
    }
    named = {
        "areas": (_("Areas of expertise"), _("Area")),
        "languages": (_("Languages"), _("Language")),
        "institutions": (_("Institutions"), _("Institution")),
    }
    return [
        {
            "key": key,
            "title": title,
            "first": first,
            "chiefly": chiefly[key],
            "needs": _most_missing_first(need for need in getattr(coverage, key) if _matters(key, need)),
            "others": [need for need in getattr(coverage, key) if not _matters(key, need)],
            "asked": key != "institutions",
            "bold": "asked" if every and key == "areas" else "chiefly",
        }
        for key, (title, first) in named.items()
    ]


def _matters(kind: str, need: "Need") -> bool:
    """Whether a row says something at first sight: a language matters where somebody has no other."""
    return kind != "languages" or need.counted > 0


def _most_missing_first(needs: "Iterable[Need]") -> "list[Need]":
    return sorted(needs, key=lambda need: (-need.missing, -need.counted, need.name))


def stages(round: "Round", counts: "Counts") -> list[dict[str, Any]]:
    """From invited to applied, each with a link to those who stand there."""
    address = reverse("recruitment:invitations", args=[round.pk])
    gone_out = counts.invited - counts.queued - counts.withdrawn
    return [
        {"label": _("Invited"), "count": counts.invited, "url": address},
        {"label": _("Letter sent"), "count": gone_out, "url": f"{address}?state=sent"},
        {
            "label": _("Opened the form"),
            "count": counts.opened + counts.applied,
            "url": f"{address}?state=opened",
        },
        {"label": _("Applied"), "count": counts.applied, "url": f"{address}?state=applied"},
    ]
