"""What is wrong with a policy file, said in English."""

from __future__ import annotations

from fairlead.engine.reader import Misread

PLAIN = {
    "each_once": "expected each value of the order once",
    "some_number": "expected at least one number",
    "one_number": "expected one number",
    "one_number_for_share": "expected one number where a share is counted",
    "steps": 'expected points for each number of steps, such as { "1" = 9, "2" = 12 }',
    "step_key": "expected a whole number of steps as the key",
    "column_for_a_side": "expected mentee, mentor or field to name a column",
    "least_or_most": "expected least, most or both",
    "exactly_or_ends": "expected either exactly, or most and least",
    "priority_in_tiers": 'expected "priority" to be among them, as mentees.priority is given',
    "group": 'expected mentees or mentors, such as { column = "campus", value = "North" }, '
    "per, pairs_of or across",
    "one_kind_of_group": "expected either per and side, or pairs_of, or across, or mentees and mentors",
    "exceptions_of_none": "goes only with per or pairs_of",
    "least_below_most": "expected a number that is not above most",
}
FOUND = {
    "text": "expected a text, found {found!r}",
    "texts": "expected a list of texts, found {found!r}",
    "number": "expected a number with at most {decimals} decimals, found {found!r}",
    "whole_number": "expected a whole number from {least} on, found {found!r}",
    "table": "expected a table of keys and values, found {found!r}",
    "tables": "expected a list of tables ([[{name}]])",
    "twice": "{key!r} is used twice",
    "between": "expected a number from {least:g} to {most:g}, found {found!s}",
    "at_most": "expected a whole number up to {most}, found {found!r}",
}


def misread(one: Misread) -> str:
    """What was expected at a key of the policy, without the final stop."""
    facts = one.facts
    if one.code in PLAIN:
        return PLAIN[one.code]
    if one.code == "choice_of":
        return f"expected a choice of {', '.join(facts['choice'])}, each once"
    if one.code == "one_of":
        return f"expected one of {', '.join(facts['choice'])}; found {facts['found']!r}"
    if one.code == "unknown_key":
        near = f"perhaps {facts['near']!r} is meant"
        return f"unknown key; {near if facts['near'] else 'known here: ' + ', '.join(facts['known'])}"
    if one.code == "needed":
        instead = " (or field, for the same on both sides)" if facts["of_a_side"] else ""
        return f"is needed for kind {facts['kind']!r}{instead}"
    return FOUND[one.code].format(**facts)
