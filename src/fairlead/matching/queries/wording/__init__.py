"""The engine's facts in plain words, in the reader's language."""

from fairlead.matching.queries.wording.changing import change, consequence, nothing_helps, would_have_to
from fairlead.matching.queries.wording.costs import chain, cost, runner_up
from fairlead.matching.queries.wording.figures import failure, impossible, method, side_by_side, step, summary
from fairlead.matching.queries.wording.parts import legend, most, one_sentence, sentences
from fairlead.matching.queries.wording.reasons import block, unmatched, why_not
from fairlead.matching.queries.wording.sharing import for_both, for_participant
from fairlead.matching.queries.wording.waits import (
    expected,
    helping,
    next_matching,
    place,
    reason,
    short_reason,
)

__all__ = [
    "block",
    "chain",
    "change",
    "consequence",
    "cost",
    "expected",
    "failure",
    "for_both",
    "for_participant",
    "helping",
    "impossible",
    "legend",
    "method",
    "most",
    "next_matching",
    "nothing_helps",
    "one_sentence",
    "place",
    "reason",
    "runner_up",
    "sentences",
    "short_reason",
    "side_by_side",
    "step",
    "summary",
    "unmatched",
    "why_not",
    "would_have_to",
]
