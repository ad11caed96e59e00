"""What the engine refuses is said with what would help."""

import pytest

from fairlead.cli.pairing import answered
from fairlead.engine.model import (
    BrokenProblem,
    NotEnoughMemory,
    NotProven,
    NotSolvable,
    Refusal,
    ScoresTooWide,
)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            NotEnoughMemory(needed=12_340_000_000, available=8_000_000_000),
            (
                "this needs about 12.3 GB of memory, and 8.0 GB are free; nothing was begun. "
                "Close other programs, take a larger machine, or match in parts."
            ),
        ),
        (
            ScoresTooWide(tier="leximin", levels=4000, bits=48000, most=14000),
            (
                "the tier leximin would have to compare 4000 different scores one by one, which is too many. "
                "Round the scores, or ask for the tier worst."
            ),
        ),
        (
            ScoresTooWide(digits=19),
            "the points have 19 decimals, too many to be added exactly. Write fewer.",
        ),
        (
            ScoresTooWide(bits=70, most=62),
            "the scores have too many digits to be added exactly. Write fewer digits.",
        ),
        (
            NotSolvable(what="tiers", tiers=("leximin",)),
            "no method takes these tiers (leximin). Leave them out, or match in parts.",
        ),
        (
            NotSolvable(what="source"),
            "no method takes so many people with these tiers or limits. Leave them out, or match in parts.",
        ),
        (
            NotProven(findings=("x",)),
            (
                "the independent check did not confirm the result, so none is given. "
                "Please report it: not_proven (findings=('x',))"
            ),
        ),
        (BrokenProblem(what="scale"), "broken_problem (what='scale')"),
    ],
)
def test_every_refusal_is_a_sentence_and_exit_status_2(
    refusal: Refusal, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> int:
        raise refusal

    assert answered(work) == 2
    assert capsys.readouterr().err == f"{said}\n"
