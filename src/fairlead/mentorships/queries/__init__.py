"""How mentorships are found, and how they stand."""

from fairlead.mentorships.queries.pairs import (
    left_alone,
    of_person,
    of_round,
    overdue,
    states_of,
    to_introduce,
    todos,
)

__all__ = ["left_alone", "of_person", "of_round", "overdue", "states_of", "to_introduce", "todos"]
