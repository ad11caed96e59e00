"""Numbers as people type them."""

import re

SPACES = re.compile(r"[\s\u00a0\u202f']")


def plain_number(typed: str) -> str:
    """The number with a point before its decimals, however it was typed: 1 234,50 or 1,234.50 or 1.234,50.

    Of a comma and a point the last one parts the decimals; one comma alone does, too.
    """
    packed = SPACES.sub("", typed)
    comma, point = packed.rfind(","), packed.rfind(".")
    if comma > point:
        return packed.replace(".", "").replace(",", ".") if packed.count(",") == 1 else packed
    return packed.replace(",", "")
