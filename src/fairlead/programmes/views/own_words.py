"""The page on which a programme's own words are read by its team and changed by its coordinators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, policies, queries
from fairlead.programmes.actions.own_words import Words

if TYPE_CHECKING:
    from django.forms import ModelForm

    from fairlead.programmes.models import Programme


@dataclass(frozen=True)
class WordsPage:
    """A kind of words with its form, its page, and what is said once they are saved.

    `rows` are the words as labels and values, for those who read them only. The form has a hidden `revision`.
    """

    words: Words[Any]
    form: "type[ModelForm[Any]]"
    address: str
    template: str
    saved: Promise
    rows: Callable[[Any], list[dict[str, object]]]
    more: Callable[["ModelForm[Any]"], dict[str, object]] = lambda _form: {}

    def answer(self, request: ActorRequest, pk: UUID) -> HttpResponse:
        """Show, save, settle or take over; what somebody else has changed meanwhile stands beside."""
        programme = policies.fetch(request.actor, pk)
        may_edit = policies.can_edit(request.actor, programme)
        if request.method == "POST" and not may_edit:
            raise Http404
        if request.POST.get("do") in {"own", "inherit"}:
            return self._settled(request, programme, request.POST["do"])
        kept = self.words.standing(programme)
        rows, unwritten = self.rows(kept), kept.revision == 0
        posted = request.POST.copy() if request.method == "POST" else None
        form = self.form(posted, instance=kept, initial={"revision": kept.revision})
        overtaken = False
        if posted is not None and form.is_valid():
            if self._kept(request, programme, form):
                messages.success(request, str(self.saved))
                return redirect(self.address, programme.pk)
            overtaken = True
            posted["revision"] = str(self.words.standing(programme).revision)
        taken_over = queries.inherits(programme, self.words.part)
        context = {
            "programme": programme,
            "form": form,
            "can_edit": may_edit and not taken_over,
            "can_settle": may_edit and programme.parent_id is not None,
            "taken_from": queries.owner(programme, self.words.part) if taken_over else None,
            "unwritten": unwritten,
            "rows": rows,
            "standing_rows": rows if overtaken else [],
            **self.more(form),
        }
        return render(request, self.template, context, status=422 if form.errors else 200)

    def _kept(self, request: ActorRequest, programme: "Programme", form: "ModelForm[Any]") -> bool:
        words = {name: form.cleaned_data[name] for name in self.words.names}
        seen = form.cleaned_data["revision"]
        try:
            self.words.settle(programme, words, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            return False
        return True

    def _settled(self, request: ActorRequest, programme: "Programme", doing: str) -> HttpResponse:
        act = actions.settle_part if doing == "own" else actions.take_part_over
        act(programme, self.words.part, by=request.actor, at=timezone.now())
        return redirect(self.address, programme.pk)
