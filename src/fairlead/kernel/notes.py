"""What an applicant is told about their application: the one shape in which every context says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from fairlead.kernel.todos import Urgency

Words = str | Promise


@dataclass(frozen=True)
class Note:
    """One thing an applicant should know, or do, on the page that says where the application stands.

    `title` says it in a line, `text` in a sentence or more (each line a paragraph), `facts` as labels and
    values. With a `url` it is something to do there: `action` is the word on the button, and `urgency` says
    how soon. `posts`: one click on the button does it. `stands`: it says where the application stands, in
    place of what its state alone would say.
    """

    title: Words
    text: Words = ""
    facts: tuple[tuple[Words, Words], ...] = ()
    url: str = ""
    action: Words = ""
    icon: str = "info"
    urgency: Urgency = Urgency.WHENEVER
    posts: bool = False
    stands: bool = False

    @property
    def asks(self) -> bool:
        """Whether the applicant has to do something, and soon."""
        return bool(self.url) and self.urgency <= Urgency.SOON

    @property
    def rows(self) -> list[dict[str, Words]]:
        """The facts as a summary list takes them."""
        return [{"label": label, "value": value} for label, value in self.facts]


def in_order(notes: Iterable[Note]) -> list[Note]:
    """What asks for something first, the most urgent at the top; equals stay as they were given."""
    return sorted(notes, key=lambda note: (not note.asks, note.urgency))
