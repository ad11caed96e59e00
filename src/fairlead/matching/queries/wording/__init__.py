"""The engine's facts in plain words, in the reader's language."""

from fairlead.matching.queries.wording.costs import chain, cost, runner_up
from fairlead.matching.queries.wording.figures import failure, method, side_by_side, step, summary
from fairlead.matching.queries.wording.parts import legend, most, one_sentence, sentences
from fairlead.matching.queries.wording.reasons import block, unmatched, why_not

__all__ = [
    "block",
    "chain",
    "cost",
    "failure",
    "legend",
    "method",
    "most",
    "one_sentence",
    "runner_up",
    "sentences",
    "side_by_side",
    "step",
    "summary",
    "unmatched",
    "why_not",
]
