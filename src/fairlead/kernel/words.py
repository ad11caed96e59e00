"""Words that people typed, on their way into a line of somebody else's letter or page."""

TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def one_line(words: str) -> str:
    """The words without breaks, and without marks that turn the direction of what stands behind them.

    So nothing in a name can pass for a part of the letter itself, or make its sentences unreadable.
    """
    return " ".join(words.translate(TURNS).split())
