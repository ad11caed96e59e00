"""Whether acceptance, matching and completion differ between groups, by counts that name nobody."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.applications.queries import asking, counting
from fairlead.evaluation.enums import OutcomeStage
from fairlead.evaluation.inclusion import comparing
from fairlead.evaluation.inclusion.pooling import Group, pooled
from fairlead.evaluation.models import OutcomeMark, OutcomeTally
from fairlead.kernel.notes import Note
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Programme
from fairlead.questions.enums import Reader
from fairlead.questions.models import Question
from fairlead.questions.wording import reading_language, said

ENDED = {MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One outcome by the answers to one question; `p` is corrected for all comparisons of the page.

    `words` are the answers as people read them, in the order of `groups`.
    """

    side: str
    stage: str
    label: str
    groups: list[Group]
    words: list[str]
    p: float
    invisible: float
    difference: comparing.Difference | None


def asked_of(application: Application) -> list[Question]:
    """The questions of the application's form that nobody reads."""
    return [one for one in asking.own_questions(application) if one.reader == Reader.NOBODY]


def open_stages(application: Application, at: datetime) -> list[tuple[str, bool]]:
    """The stages whose outcome is known and not counted yet, and whether it was reached; at most two queries.

    None once the round is finished: its counts are told then, and stay as they are.
    """
    if application.round.state == RoundState.FINISHED:
        return []
    known = _outcomes(application, at)
    if not known:
        return []
    marks = set(OutcomeMark.objects.filter(application=application).values_list("stage", flat=True))
    return [(stage, reached) for stage, reached in known if stage not in marks]


def _outcomes(application: Application, at: datetime) -> list[tuple[str, bool]]:
    if application.state == ApplicationState.DECLINED:
        return [(OutcomeStage.ADMITTED, False)]
    if application.state != ApplicationState.ACCEPTED:
        return []
    known: list[tuple[str, bool]] = [(OutcomeStage.ADMITTED, True)]
    side = "mentor" if application.side == Side.MENTOR else "mentee"
    pairs = Mentorship.objects.filter(**{side: application.participation_id}).order_by()
    states = set(pairs.values_list("state", flat=True))
    begun = application.round.starts_on
    if states:
        known.append((OutcomeStage.PAIRED, True))
    elif begun is not None and begun <= timezone.localdate(at):
        known.append((OutcomeStage.PAIRED, False))
    if MentorshipState.COMPLETED in states:
        known.append((OutcomeStage.COMPLETED, True))
    elif states and states <= ENDED:
        known.append((OutcomeStage.COMPLETED, False))
    return known


def notes(application: Application, at: datetime) -> list[Note]:
    """Somebody whose outcome is known can be counted with it; a few queries, whatever there is."""
    if application.state not in (ApplicationState.ACCEPTED, ApplicationState.DECLINED):
        return []
    if not asked_of(application) or not open_stages(application, at):
        return []
    return [
        Note(
            title=_("Be counted once more, if you like"),
            text=_(
                "Whether the programme serves everybody alike can only be seen from what became of "
                "applications. You may answer again what is only counted. It is not kept with your name."
            ),
            url=reverse("evaluation:counted", args=[application.pk]),
            action=_("See the questions"),
            icon="scale",
        )
    ]


def of_programme(programme: Programme) -> list[Comparison]:
    """What may be told of the programme's finished rounds; at most three queries.

    Who gave no answer is left out. Rounds are put together, oldest first, as `pooling` says.
    """
    rounds: dict[tuple[str, str, str], dict[object, dict[str, tuple[int, int]]]] = {}
    finished = OutcomeTally.objects.filter(round__programme=programme, round__state=RoundState.FINISHED)
    for one in finished.exclude(answer="").order_by("round__ends_on", "round_id", "pk"):
        table = rounds.setdefault((one.side, one.stage, one.key), {}).setdefault(one.round_id, {})
        reached, missed = table.get(one.answer, (0, 0))
        cell = (reached + one.count, missed) if one.reached else (reached, missed + one.count)
        table[one.answer] = cell
    asked = counting.asked_by(programme) if rounds else {}
    order = list(OutcomeStage.values)
    found = []
    for side, stage, key in sorted(rounds, key=lambda one: (one[0], one[2], order.index(one[1]))):
        if groups := pooled(rounds[side, stage, key].values()):
            found.append(_comparison(side, stage, key, groups, asked.get((side, key))))
    corrected = comparing.holm([one.p for one in found])
    return [replace(one, p=p) for one, p in zip(found, corrected, strict=True)]


def _comparison(
    side: str, stage: str, key: str, groups: list[Group], question: Question | None
) -> Comparison:
    words = [
        _("Other answers, together") if group.answer is None else counting.in_words(question, group.answer)
        for group in groups
    ]
    return Comparison(
        side=side,
        stage=stage,
        label=said(question.label, reading_language()) if question else key,
        groups=groups,
        words=words,
        p=comparing.p_value(groups),
        invisible=comparing.invisible(groups),
        difference=comparing.difference(*groups) if len(groups) == 2 else None,
    )
