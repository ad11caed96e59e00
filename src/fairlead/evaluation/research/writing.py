"""The files of a research data set: the rows as CSV, a dictionary for machines and for people, a README."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from fairlead.evaluation.research.anonymising import Hidden
from fairlead.evaluation.research.facts import COLUMNS
from fairlead.evaluation.research.steps import LADDERS
from fairlead.kernel.spreadsheet import inert

ROWS, DICTIONARY, DICTIONARY_TEXT, README = (
    "applications.csv",
    "dictionary.json",
    "dictionary.md",
    "README.md",
)
FORMAT = "fairlead-research/1"


@dataclass(frozen=True, kw_only=True)
class About:
    """What the data set is of: a programme and months ("2026-01"), and what was asked for.

    `most_left_out` is the share of rows (0..1) that may be left out; `version` the program's.
    """

    programme: str
    since: str
    until: str
    k: int
    most_left_out: float
    version: str


class NotHidden(Exception):
    """The written rows do not keep the promise: the independent check found a class under k."""


def files(hidden: Hidden, about: About) -> dict[str, str]:
    """The text of each file by its name. Raises `NotHidden` when the rows fail the check."""
    rows = _rows(hidden)
    check(rows, about.k)
    return {
        ROWS: rows,
        DICTIONARY: json.dumps(dictionary(hidden, about), ensure_ascii=False, indent=2) + "\n",
        DICTIONARY_TEXT: _dictionary_text(hidden),
        README: _readme(hidden, about),
    }


def check(rows: str, k: int) -> None:
    """Read the written rows back and count how often each combination occurs; raises `NotHidden`.

    It shares nothing with the search for levels: it sees only the file.
    """
    names = [ladder.column for ladder in LADDERS]
    read = list(csv.DictReader(StringIO(rows, newline="")))
    counted = Counter(tuple(row[name] for name in names) for row in read)
    if not read or min(counted.values()) < k:
        raise NotHidden


def _rows(hidden: Hidden) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(ladder.column for ladder in LADDERS), *(column.name for column in COLUMNS)])
    writer.writerows([inert(cell) for cell in (*key, *facts)] for key, facts in hidden.rows)
    return text.getvalue()


def dictionary(hidden: Hidden, about: About) -> dict[str, Any]:
    """What each column means, and how the rows were made so coarse that nobody can be made out."""
    return {
        "format": FORMAT,
        "made_with": f"fairlead {about.version}",
        "programme": about.programme,
        "from": about.since,
        "to": about.until,
        "rows": len(hidden.rows),
        "anonymity": {
            "k_asked": about.k,
            "k_reached": hidden.reached,
            "classes": hidden.classes,
            "fewest_different_outcomes_in_a_class": hidden.fewest_outcomes,
            "rows_left_out": hidden.left_out,
            "share_left_out": round(hidden.share_left_out, 4),
            "share_allowed": about.most_left_out,
            "quasi_identifiers": [ladder.column for ladder in LADDERS],
        },
        "columns": [*_quasi_identifiers(hidden), *_facts()],
    }


def _quasi_identifiers(hidden: Hidden) -> Iterator[dict[str, Any]]:
    for place, (ladder, level) in enumerate(zip(LADDERS, hidden.levels, strict=True)):
        yield {
            "name": ladder.column,
            "meaning": ladder.meaning,
            "role": "quasi-identifier",
            "told_as": ladder.steps[level][0],
            "step": level,
            "steps": [name for name, _step in ladder.steps],
            "values": sorted({inert(key[place]) for key, _facts in hidden.rows}),
        }


def _facts() -> Iterator[dict[str, Any]]:
    for column in COLUMNS:
        values = [{"value": value, "meaning": meaning} for value, meaning in column.values]
        yield {"name": column.name, "meaning": column.meaning, "role": "fact", "values": values}


def _dictionary_text(hidden: Hidden) -> str:
    lines = ["# Data dictionary", "", f"Columns of `{ROWS}`, in their order.", ""]
    lines += ["## By which somebody could be found", "", "| Column | Meaning | Told as |", "|---|---|---|"]
    for ladder, level in zip(LADDERS, hidden.levels, strict=True):
        lines.append(f"| `{ladder.column}` | {ladder.meaning} | {ladder.steps[level][0]} |")
    lines += ["", "## What came of it", "", "| Column | Meaning | Values |", "|---|---|---|"]
    for column in COLUMNS:
        values = "; ".join(f"{value} ({meaning})" if meaning else value for value, meaning in column.values)
        lines.append(f"| `{column.name}` | {column.meaning} | {values} |")
    return "\n".join([*lines, ""])


def _readme(hidden: Hidden, about: About) -> str:
    steps = "\n".join(
        f"- `{ladder.column}`: {' → '.join(_marked(ladder.steps, level))}"
        for ladder, level in zip(LADDERS, hidden.levels, strict=True)
    )
    return README_TEXT.format(
        programme=about.programme,
        since=about.since,
        until=about.until,
        rows=len(hidden.rows),
        out=hidden.left_out,
        share=f"{100 * hidden.share_left_out:.1f}",
        allowed=f"{100 * about.most_left_out:g}",
        k=about.k,
        reached=hidden.reached,
        classes=hidden.classes,
        outcomes=hidden.fewest_outcomes,
        names=", ".join(f"`{ladder.column}`" for ladder in LADDERS),
        steps=steps,
        version=about.version,
    )


def _marked(steps: tuple[tuple[str, Any], ...], level: int) -> list[str]:
    return [f"**{name}**" if place == level else name for place, (name, _step) in enumerate(steps)]


README_TEXT = """# {programme}: data set for research

One row for each application sent from {since} to {until}: {rows} rows. `applications.csv` has the rows,
`dictionary.json` and `dictionary.md` say what each column means. Made with Fairlead {version}.

## How nobody can be made out

- **k-anonymity: {reached}** (asked for: {k}). Whatever combination of the quasi-identifiers
  {names}
  somebody knows of a person, the rows that fit it are those of {reached} different people or more. There are
  {classes} such combinations.
- Rows left out because they were too rare: **{out}** ({share} %; {allowed} % were allowed). They are not
  missing at random: rare combinations are. Do not read the data set as if it were everybody.
- In the least varied combination there are {outcomes} different outcomes. If that is 1, whoever knows that a
  person is in it knows the outcome; k-anonymity alone does not prevent that.
- Somebody who applied several times has several rows, counted as one person in k; the rows of one person, and
  the two halves of a pair, are not linked.
- There are no names, no addresses, no free text, no answers to own questions, no monitoring data, nothing
  that a pair wrote, and no date finer than a month. The rows are in alphabetical order.

## How coarse each column had to become

From fine to coarse; the step taken is bold. The steps were chosen to lose least.

{steps}

## Before it is passed on

Give it for a stated purpose and to people who promise not to look for anybody in it. Two data sets of
overlapping months, or of other levels, can together say more than each alone: make one and keep to it.
"""
