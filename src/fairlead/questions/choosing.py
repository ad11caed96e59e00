"""Let whoever fills in a form choose among the languages in which it is written."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse

from fairlead.kernel.http import ActorRequest, asked
from fairlead.kernel.languages import LANGUAGES, language_name
from fairlead.questions.models import FormVersion
from fairlead.questions.wording import read_in, reading_language

CHOSEN = "form_language"
P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]


def in_chosen_language(view: View[P]) -> View[P]:
    """A view in which forms are read in the language chosen by `?language=`, now or earlier."""

    @wraps(view)
    def wrapped(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        wanted = asked(request, "language")
        if wanted in LANGUAGES:
            request.session[CHOSEN] = wanted
        with read_in(str(request.session.get(CHOSEN, ""))):
            return view(request, *args, **kwargs)

    return wrapped


def links(version: FormVersion | None) -> list[dict[str, Any]]:
    """A link for each language the form is written in; none when there is no choice."""
    written = version.languages if version else []
    if len(written) < 2:
        return []
    wanted = reading_language()
    current = next((code for code in (wanted, wanted.partition("-")[0]) if code in written), written[0])
    return [
        {"label": language_name(code), "url": f"?language={code}", "current": code == current}
        for code in written
    ]
