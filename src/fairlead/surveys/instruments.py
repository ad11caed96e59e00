"""The instruments that come with the product, in our own words, and the shape in which others are brought in.

They follow the four levels of D. and J. Kirkpatrick, Evaluating Training Programs (2006): reaction, learning,
application, impact. Questions that are asked at several times keep their key, so that change can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.questions.enums import Kind
from fairlead.surveys.enums import Audience, Moment, Privacy

Words = str | Promise
OWN, LICENSED = "own", "licensed"


@dataclass(frozen=True)
class Item:
    """One question: its key in every form that asks it, and what it says."""

    key: str
    kind: Kind
    label: Words
    help: Words = ""
    options: tuple[tuple[str, Words], ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    ends: tuple[Words, Words] = ("", "")
    shown_if: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of a form with its questions."""

    title: Words
    items: tuple[Item, ...] = ()
    help: Words = ""


@dataclass(frozen=True)
class Instrument:
    """A form that comes with the product, and how it is usually asked."""

    key: str
    name: Words
    about: Words
    moment: Moment
    pages: tuple[Page, ...]
    privacy: Privacy = Privacy.CONFIDENTIAL
    audience: Audience = Audience.BOTH


NOT_AT_ALL = (_("not at all"), _("completely"))
POOR = (_("very poor"), _("very good"))
SURE = {"least": 1, "most": 5}


def _sure(key: str, label: Words) -> Item:
    return Item(key, Kind.SCALE, label, limits=SURE, ends=NOT_AT_ALL)


LEARNING = Page(
    _("How sure you are of things today"),
    (
        _sure("sure-rules", _("I know the rules that matter to the international academics I support.")),
        _sure("sure-whom", _("I know whom to ask, here and at partner institutions, when I get stuck.")),
        _sure("sure-cultures", _("I can explain things well to people who come from other systems.")),
        _sure("sure-hard", _("I can handle a difficult case without losing sleep over it.")),
        _sure("sure-change", _("I can improve how my office works.")),
        _sure("sure-next", _("I know what I want to do next in my work, and how to get there.")),
    ),
    _("There are no right answers. The same six are asked again at the end."),
)
RECOMMEND = Item(
    "recommend",
    Kind.SCALE,
    _("Would you recommend the programme to a colleague?"),
    limits={"least": 0, "most": 10},
    ends=(_("on no account"), _("by all means")),
)
SATISFIED = Item(
    "satisfied", Kind.SCALE, _("How content are you with the programme so far?"), limits=SURE, ends=NOT_AT_ALL
)
FITS = Item(
    "pair-fits", Kind.SCALE, _("How well do the two of you fit together?"), limits=SURE, ends=NOT_AT_ALL
)
APPLIED = Item(
    "applied",
    Kind.CHOICES,
    _("What have you put to use from your mentoring?"),
    options=(
        ("contact", _("A person I can now ask")),
        ("procedure", _("A procedure or a tool of somebody else’s")),
        ("case", _("Advice on a case of mine")),
        ("habit", _("A way of working of my own that I changed")),
        ("nothing", _("Nothing yet")),
    ),
)

BASELINE = Instrument(
    "baseline",
    _("At the start"),
    _("Six statements that are asked again at the end, and what people hope for. Three minutes."),
    Moment.BASELINE,
    (
        LEARNING,
        Page(
            _("What you hope for"),
            (Item("hopes", Kind.LONG, _("What would make these months worth your time?")),),
        ),
    ),
)
PULSE = Instrument(
    "pulse",
    _("One-minute pulse"),
    _("Three questions after a month, answered from the mail."),
    Moment.PULSE,
    (
        Page(
            _("How it is going"),
            (
                Item(
                    "going",
                    Kind.SCALE,
                    _("How is your mentoring going?"),
                    limits=SURE,
                    ends=(_("badly"), _("very well")),
                ),
                Item("met", Kind.YES_NO, _("Have the two of you met yet?")),
                Item(
                    "needs",
                    Kind.LONG,
                    _("Is there anything the programme could do?"),
                    _(
                        "If you want help with your pair, write to the contact of the "
                        "programme: we do not know who writes here."
                    ),
                ),
            ),
        ),
    ),
    privacy=Privacy.ANONYMOUS,
)
MID = Instrument(
    "mid",
    _("At mid-point"),
    _("How it goes, what was learnt so far, and what should change. Three minutes."),
    Moment.MID,
    (
        Page(_("How you find it"), (SATISFIED, FITS)),
        LEARNING,
        Page(
            _("What should change"),
            (Item("change", Kind.LONG, _("What should the second half do differently?")),),
        ),
    ),
)
END = Instrument(
    "end",
    _("At the end"),
    _("Reaction, learning, application and a recommendation from 0 to 10. Five minutes."),
    Moment.END,
    (
        Page(_("How you found it"), (SATISFIED, FITS, RECOMMEND)),
        LEARNING,
        Page(
            _("What came of it"),
            (
                APPLIED,
                Item("best", Kind.LONG, _("What was most useful?")),
                Item("worst", Kind.LONG, _("What should we do differently next time?")),
            ),
        ),
    ),
)
FOLLOW_UP = Instrument(
    "follow-up",
    _("Six months after the end"),
    _("What lasted: application and impact, with the six statements once more. Three minutes."),
    Moment.FOLLOW_UP,
    (
        Page(
            _("What lasted"),
            (
                Item(
                    "applied-since", Kind.YES_NO, _("Have you put something to use in the last six months?")
                ),
                APPLIED,
                Item(
                    "still-in-touch",
                    Kind.CHOICE,
                    _("Are the two of you still in touch?"),
                    options=(
                        ("often", _("Yes, regularly")),
                        ("now-and-then", _("Now and then")),
                        ("no", _("No")),
                    ),
                ),
            ),
        ),
        LEARNING,
        Page(
            _("What changed around you"),
            (
                Item(
                    "impact",
                    Kind.CHOICES,
                    _("What has changed at your work since, at least in part through the mentoring?"),
                    options=(
                        ("service", _("Academics get a better or quicker answer")),
                        ("colleagues", _("Colleagues work differently")),
                        ("tasks", _("I have new tasks or a new post")),
                        ("network", _("Offices work together that did not before")),
                        ("nothing", _("Nothing I could name")),
                    ),
                ),
                Item("story", Kind.LONG, _("One example, in a sentence or two")),
            ),
        ),
    ),
)
TRAINING = Instrument(
    "training",
    _("After a training"),
    _("Was it worth the time, and what will be used. One minute."),
    Moment.TRAINING,
    (
        Page(
            _("The training"),
            (
                Item(
                    "training-worth", Kind.SCALE, _("Was it worth your time?"), limits=SURE, ends=NOT_AT_ALL
                ),
                Item(
                    "training-ready",
                    Kind.SCALE,
                    _("Do you feel ready for your first meeting?"),
                    limits=SURE,
                    ends=NOT_AT_ALL,
                ),
                Item(
                    "training-pace",
                    Kind.CHOICE,
                    _("Its pace was"),
                    options=(("slow", _("too slow")), ("right", _("right")), ("fast", _("too fast"))),
                ),
                Item("training-more", Kind.LONG, _("What was missing, what could go?")),
            ),
        ),
    ),
    privacy=Privacy.ANONYMOUS,
)
MEETING = Instrument(
    "meeting",
    _("After the first meeting"),
    _("Whether pairs got off to a good start. One minute; nothing of what was said."),
    Moment.MEETING,
    (
        Page(
            _("Your first meeting"),
            (
                Item(
                    "meeting-worth",
                    Kind.SCALE,
                    _("Was the meeting worth your time?"),
                    limits=SURE,
                    ends=NOT_AT_ALL,
                ),
                Item(
                    "meeting-clear",
                    Kind.SCALE,
                    _("Is it clear to you what the two of you will work on?"),
                    limits=SURE,
                    ends=NOT_AT_ALL,
                ),
                Item("meeting-next", Kind.YES_NO, _("Do you have a day for the next one?")),
            ),
            _("Please write nothing of what the two of you spoke about."),
        ),
    ),
    privacy=Privacy.ANONYMOUS,
)
WEIGHT = {"least": 1, "most": 5}


def _area(number: int) -> tuple[Item, ...]:
    return (
        Item(f"area-{number}", Kind.SHORT, _("An area in which you wanted support")),
        Item(
            f"area-{number}-weight",
            Kind.SCALE,
            _("How much it matters to you"),
            limits=WEIGHT,
            ends=(_("a little"), _("very much")),
        ),
        Item(
            f"area-{number}-content",
            Kind.SCALE,
            _("How content you are with the support you got"),
            limits=WEIGHT,
            ends=NOT_AT_ALL,
        ),
    )


AREAS = Instrument(
    "areas",
    _("Areas you define yourself"),
    _(
        "Mentees name up to three areas of their own, say how much each matters, and how content they are. "
        "After the idea of MEMeQ (Schäfer and others, BMC Medical Education 15, 2015, 201), in our own words."
    ),
    Moment.OTHER,
    (
        Page(_("The first area"), _area(1)),
        Page(_("A second area"), _area(2)),
        Page(_("A third area"), _area(3)),
    ),
    audience=Audience.MENTEES,
)
BUNDLED: Mapping[str, Instrument] = {
    one.key: one for one in (BASELINE, PULSE, MID, END, FOLLOW_UP, TRAINING, MEETING, AREAS)
}
# What a programme that has settled nothing asks: nothing of it is stored until a round plans its waves.
USUAL = ("baseline", "pulse", "mid", "end", "follow-up")
