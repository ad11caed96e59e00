"""The product's own wording of certificates: what a programme begins with until it writes another."""

import math

from django.utils.translation import gettext as _

SHARE = 2 / 3


def heading() -> str:
    """What stands above a certificate."""
    return _("Certificate of mentoring")


def mentor_words() -> str:
    """What is said of a mentor's part."""
    return _(
        "As a mentor, a colleague gives time and experience beside their own work, listens, asks, and opens "
        "doors for somebody who supports international academics."
    )


def mentee_words() -> str:
    """What is said of a mentee's part."""
    return _(
        "As a mentee, a colleague sets goals of their own and works on them with an experienced mentor, for "
        "the benefit of the international academics they support."
    )


def least_meetings(expected: int) -> int:
    """How many meetings a certificate takes: two thirds of those expected, and one at least."""
    return max(1, math.ceil(expected * SHARE))
