"""Another way of matching: a name, the policy, and places of groups and single mentors."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairlead.matching.forms.policy import NUMBER, WeightsForm
from fairlead.matching.forms.quotas import LARGEST, LIMITS
from fairlead.matching.queries import wishes
from fairlead.matching.queries.own import Shared
from fairlead.matching.queries.trying import ENDS, MOST_PLACES, Group

ROWS = 2
LISTED_UP_TO = 200


class ScenarioForm(WeightsForm):
    """A policy as for a run, with a name and places; `more()`, `people()` and `unlimited` say the rest."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("By what you and others will know it, say “One more place in Taxation”."),
        max_length=60,
    )
    unlimited = forms.BooleanField(label=_("Without the limits of institutions"), required=False)

    def __init__(
        self,
        answers: QueryDict | None,
        *,
        given: dict[str, Any],
        own: Sequence[Shared] = (),
        groups: Sequence[Group] = (),
        mentors: Mapping[str, tuple[str, int]],
        before: Mapping[str, Any] | None = None,
        limits: Sequence[tuple[str, str, str, int | None]] = (),
        limited: bool = False,
        hears_wishes: bool = False,
    ) -> None:
        """`mentors`: by what each is called, id and places; `before`: places of a scenario to begin from."""
        as_given = {**given, "weights": {wishes.KEY: 0, **given["weights"]}}
        super().__init__(answers, given=as_given, own=own, hears_wishes=hears_wishes)
        self.groups, self.mentors = {one.value: one for one in groups}, dict(mentors)
        called = {pk: name for name, (pk, _places) in self.mentors.items()}
        said = before or {}
        more = [one for one in said.get("groups", []) if f"{one['kind']}:{one['key']}" in self.groups]
        single = [(called[pk], places) for pk, places in said.get("people", {}).items() if pk in called]
        self.rows = {"more": max(ROWS, len(more) + 1), "places": max(ROWS + 1, len(single) + 1)}
        for row in range(self.rows["more"]):
            self._add_group(row, more[row] if row < len(more) else {})
        for row in range(self.rows["places"]):
            self._add_mentor(row, *(single[row] if row < len(single) else ("", None)))
        self.limit_keys = [key for key, *_rest in limits]
        for key, side, name, number in limits:
            self._add_limit(key, side, name, number, said)
        if not limited:
            del self.fields["unlimited"]

    def _add_limit(self, key: str, side: str, name: str, number: int | None, said: Mapping[str, Any]) -> None:
        changed = {one["key"]: one["after"] for one in said.get("limits", [])}
        end, now = key.split(":")[1], changed.get(key, number)
        self.fields[f"limit_{key}"] = forms.IntegerField(
            label=LIMITS[f"{side}_{end}"] % {"name": name},
            required=False,
            min_value=0,
            max_value=LARGEST,
            initial=now or None if end == "least" else now,
            widget=forms.NumberInput(attrs=NUMBER),
        )

    def _add_group(self, row: int, kept: Mapping[str, Any]) -> None:
        named = [(value, _named(one)) for value, one in self.groups.items()]
        self.fields[f"group_{row}"] = forms.ChoiceField(
            label=_("Mentors"),
            choices=[("", _("No group")), *named],
            required=False,
            initial=f"{kept['kind']}:{kept['key']}" if kept else "",
        )
        self.fields[f"by_{row}"] = forms.IntegerField(
            label=_("Places more for each"),
            required=False,
            min_value=-MOST_PLACES,
            max_value=MOST_PLACES,
            initial=kept.get("by"),
            widget=forms.NumberInput(attrs=NUMBER),
        )

    def _add_mentor(self, row: int, name: str, places: int | None) -> None:
        self.fields[f"mentor_{row}"] = forms.CharField(
            label=_("Mentor"),
            required=False,
            max_length=200,
            initial=name,
            widget=forms.TextInput(attrs={"list": "mentors", "autocomplete": "off"}),
        )
        self.fields[f"places_{row}"] = forms.IntegerField(
            label=_("Places"),
            required=False,
            min_value=0,
            max_value=MOST_PLACES,
            initial=places,
            widget=forms.NumberInput(attrs=NUMBER),
        )

    def clean_name(self) -> str:
        """The name in one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """A row says both who and how many, and of whom is known."""
        cleaned = super().clean()
        for row in range(self.rows["more"]):
            self._both(cleaned, f"group_{row}", f"by_{row}")
        for row in range(self.rows["places"]):
            self._both(cleaned, f"mentor_{row}", f"places_{row}")
            name = cleaned.get(f"mentor_{row}")
            if name and self._known(name) is None:
                self.add_error(f"mentor_{row}", _("No mentor of this name is among the people of this run."))
        self._in_order(cleaned)
        return cleaned

    def _in_order(self, cleaned: Mapping[str, Any]) -> None:
        for key in self.limit_keys:
            least, most = (cleaned.get(f"limit_{key.replace(':most:', f':{end}:')}") for end in ENDS)
            if ":most:" in key and least is not None and most is not None and least > most:
                self.add_error(f"limit_{key}", _("The least is above the most."))

    def _both(self, cleaned: Mapping[str, Any], who: str, number: str) -> None:
        if number in self.errors or who in self.errors:
            return
        if cleaned.get(who) and cleaned.get(number) is None:
            self.add_error(number, _("Say how many places."))
        if cleaned.get(number) is not None and not cleaned.get(who):
            self.add_error(who, _("Say who gets these places."))

    def _known(self, name: str) -> str | None:
        wanted = " ".join(name.split()).casefold()
        return next((pk for called, (pk, _n) in self.mentors.items() if called.casefold() == wanted), None)

    @property
    def group_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Groups, each with its places."""
        return [(self[f"group_{row}"], self[f"by_{row}"]) for row in range(self.rows["more"])]

    @property
    def mentor_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Single mentors, each with their places."""
        return [(self[f"mentor_{row}"], self[f"places_{row}"]) for row in range(self.rows["places"])]

    @property
    def limit_fields(self) -> list[forms.BoundField]:
        """The limits of institutions that can be changed."""
        return [self[f"limit_{key}"] for key in self.limit_keys]

    @property
    def limits_said(self) -> bool:
        """Whether a limit cannot be read."""
        return any(one.errors for one in self.limit_fields)

    def limits(self) -> dict[str, int | None]:
        """The limits by key; an empty least is 0, an empty most is no limit."""
        given = {key: self.cleaned_data[f"limit_{key}"] for key in self.limit_keys}
        return {key: given[key] if ":most:" in key else given[key] or 0 for key in given}

    @property
    def suggested(self) -> list[tuple[str, int]]:
        """What mentors are called, with their places, where the list is not too long to be sent along."""
        if len(self.mentors) > LISTED_UP_TO:
            return []
        return [(called, places) for called, (_pk, places) in self.mentors.items()]

    @property
    def people_said(self) -> bool:
        """Whether anything is said of single mentors."""
        return any(mentor.value() or mentor.errors for mentor, _places in self.mentor_rows)

    def more(self) -> list[tuple[Group, int]]:
        """Groups whose mentors get so many places more, or fewer."""
        rows = range(self.rows["more"])
        given = [(self.cleaned_data[f"group_{row}"], self.cleaned_data[f"by_{row}"]) for row in rows]
        return [(self.groups[group], by) for group, by in given if group and by]

    def people(self) -> dict[str, int]:
        """Single mentors by id, with the places they have instead."""
        found = {}
        for row in range(self.rows["places"]):
            pk = self._known(self.cleaned_data[f"mentor_{row}"] or "")
            if pk is not None:
                found[pk] = self.cleaned_data[f"places_{row}"]
        return found


def _named(group: Group) -> str:
    if not group.key:
        return _("Every mentor (%(n)d)") % {"n": group.mentors}
    return f"{group.name} ({group.mentors})"
