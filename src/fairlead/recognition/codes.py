"""The code by which a certificate is confirmed: 100 random bits that a person can type.

Crockford's base 32 without I, L, O and U, in four groups of five.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 20, 5
ALIKE = str.maketrans("OIL", "011", "- \t\u2010\u2011\u2013")


def fresh() -> str:
    """A new code."""
    return _grouped("".join(secrets.choice(ALPHABET) for _place in range(LENGTH)))


def read(typed: str) -> str:
    """The code as it is stored, however it was typed; empty when it cannot be one."""
    plain = typed.upper().translate(ALIKE)
    good = len(plain) == LENGTH and all(letter in ALPHABET for letter in plain)
    return _grouped(plain) if good else ""


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + GROUP] for start in range(0, LENGTH, GROUP))
