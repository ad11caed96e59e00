"""What a coordinator changes by hand on a board."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from fairlead.matching.enums import BoardKind
from fairlead.matching.queries.seats import SEAT, read

TURNS = {BoardKind.UNDO, BoardKind.REDO}


def _checked(given: str) -> str:
    """Pairs with blanks between them. Refuses what only looks like ids."""
    try:
        for pair in given.split():
            seat, _colon, mentor = pair.partition(":")
            read(seat)
            if mentor:
                UUID(mentor)
    except ValueError as wrong:
        raise forms.ValidationError("ids") from wrong
    return given


class PairsForm(forms.Form):
    """Pairs as a page sends them: mentee:mentor, with blanks between them."""

    pairs = forms.RegexField(rf"^{SEAT}:[0-9a-f-]{{36}}(?: {SEAT}:[0-9a-f-]{{36}})*$", max_length=8_000)

    def clean_pairs(self) -> str:
        """Refuse what only looks like ids."""
        return _checked(str(self.cleaned_data["pairs"]))

    def pairs_sent(self) -> list[tuple[str, str]]:
        """Mentee and mentor of each pair."""
        found = [pair.partition(":") for pair in self.cleaned_data["pairs"].split()]
        return [(mentee, mentor) for mentee, _colon, mentor in found]


class ChangeForm(forms.Form):
    """A change as a page of the board sends it; `moves` are pairs, seat:mentor or seat: alone."""

    kind = forms.ChoiceField(choices=[one for one in BoardKind.choices if one[0] not in TURNS])
    mentee = forms.RegexField(rf"^{SEAT}$", required=False)
    mentor = forms.UUIDField(required=False)
    moves = forms.RegexField(rf"^(?:{SEAT}:(?:[0-9a-f-]{{36}})?(?: |$))*$", required=False, max_length=80_000)
    places = forms.IntegerField(required=False, min_value=1, max_value=1000)
    number = forms.IntegerField(min_value=0, max_value=2_000_000_000)
    reason = forms.CharField(required=False, max_length=300)

    @classmethod
    def of(cls, sent: QueryDict) -> "ChangeForm":
        """The form as it was sent; a `word` on a pair holds kind, mentee and mentor in one."""
        kind, mentee, mentor = [*sent.get("word", "").split(), "", "", ""][:3]
        return cls({**sent.dict(), "kind": kind, "mentee": mentee, "mentor": mentor} if kind else sent)

    def clean_mentee(self) -> str:
        """Refuse what only looks like an id."""
        return _checked(str(self.cleaned_data["mentee"]))

    def clean_moves(self) -> str:
        """Refuse what only looks like ids."""
        return _checked(str(self.cleaned_data["moves"]))

    def moved(self) -> dict[str, str | None]:
        """The moves as the board takes them."""
        pairs = [one.partition(":") for one in self.cleaned_data["moves"].split()]
        return {mentee: mentor or None for mentee, _colon, mentor in pairs}

    def person(self, side: str) -> str:
        """The id of the mentee or the mentor as the board knows it; empty when none is named."""
        found = self.cleaned_data[side]
        return str(found) if found else ""
