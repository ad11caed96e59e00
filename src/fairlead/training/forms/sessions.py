"""What coordinators say of a session."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.words import one_line
from fairlead.programmes.forms.plain import LinkField
from fairlead.training.models import Session

if TYPE_CHECKING:
    from fairlead.institutions.models import Institution

MOMENT = "%Y-%m-%dT%H:%M"


class SessionForm(forms.Form):
    """When and where a session is, and for how many."""

    use_required_attribute = False
    starts_at = forms.DateTimeField(
        label=_("When?"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Say on which day and at what time.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=5, max_value=600, initial=90)
    places = forms.IntegerField(
        label=_("How many places?"),
        min_value=1,
        max_value=500,
        initial=12,
        help_text=_("Whoever comes later is put on the waiting list, and moves up when a place is free."),
    )
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    link = LinkField(
        label=_("Link to the video call"),
        required=False,
        help_text=_("It goes into the invitations of those who have a place, and to nobody else."),
    )
    release_days = forms.IntegerField(
        label=_("Free for all, how many days before?"),
        min_value=0,
        max_value=90,
        required=False,
        help_text=_("Reserved places that nobody has by then go to whoever waits or comes next."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        sharing: "Iterable[Institution]" = (),
        shares: Mapping[UUID, int] | None = None,
    ) -> None:
        names = ("starts_at", "minutes", "places", "place", "link", "release_days", "revision")
        super().__init__(data, initial={name: getattr(session, name) for name in names})
        self.sharing = list(sharing)
        for one in self.sharing:
            self.fields[_name(one.pk)] = forms.IntegerField(
                label=one.name,
                min_value=0,
                max_value=500,
                required=False,
                initial=(shares or {}).get(one.pk),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    @property
    def kept(self) -> list[forms.BoundField]:
        """The fields for places kept for each institution."""
        return [self[_name(one.pk)] for one in self.sharing]

    def clean_release_days(self) -> int:
        """Left empty, it is three days."""
        days = self.cleaned_data["release_days"]
        return 3 if days is None else int(days)

    def clean_place(self) -> str:
        """One line, as a letter can carry it."""
        return one_line(self.cleaned_data["place"])

    def clean(self) -> None:
        """A session is somewhere: in a room or in a call."""
        given = self.cleaned_data
        if not given.get("place") and not given.get("link") and "link" not in self.errors:
            self.add_error("place", _("Name a place, or a link to a call."))
        shares = {one.pk: given.get(_name(one.pk)) or 0 for one in self.sharing}
        if self.sharing:
            given["shares"] = shares
        places = given.get("places")
        if places is not None and sum(shares.values()) > places:
            text = _("%(kept)d places are kept for institutions, but there are only %(places)d.")
            said = text % {"kept": sum(shares.values()), "places": places}
            self.add_error(_name(self.sharing[0].pk), said)


def _name(institution: UUID) -> str:
    return f"share_{institution.hex}"
