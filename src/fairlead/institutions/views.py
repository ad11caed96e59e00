"""What pages load of an institution's face: colours and logo. Public, as the pages are that show them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fairlead.institutions import colours, queries
from fairlead.kernel.http import ActorRequest

# On narrow screens the logo speaks for the name, as long names would push the menu out.
PLATE = """.logo{block-size:2.4rem;inline-size:auto;max-inline-size:8rem;object-fit:contain;background:#fff;
border-radius:.3rem;padding:.15rem}
.top .wordmark{min-inline-size:0}
.top .wordmark>span{max-inline-size:20rem;line-height:1.1;overflow-wrap:anywhere}
@media(width<30rem){.top .wordmark>span{font-size:1rem;max-inline-size:8rem}
.top .logo+span{position:absolute;clip-path:inset(50%)}}
"""


@cache_control(public=True, max_age=86400)
@require_safe
def stylesheet(request: ActorRequest, pk: UUID, mark: str) -> HttpResponse:
    """The institution's colour in its readable shades; the address changes with the colour."""
    accent = queries.accent(pk)
    if accent is None or mark != (accent[1:] or "plain"):
        raise Http404
    return HttpResponse(_rules(accent), content_type="text/css; charset=utf-8")


@cache_control(public=True, max_age=31_536_000, immutable=True)
@require_safe
def logo(request: ActorRequest, pk: UUID, mark: str) -> HttpResponse:
    """The institution's logo; the address changes with the picture."""
    found = queries.logo(pk, mark)
    if found is None:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(bytes(found.content), content_type="image/png", headers=headers)


def _rules(accent: str) -> str:
    if not accent:
        return PLATE
    shown = colours.shades(accent)
    return f":root{{--harbour:light-dark({shown.light},{shown.dark})}}\n{PLATE}"
