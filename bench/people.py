"""The realistic people as the engine and its command take them, and the sample in mentor-match's manner."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import instances
from fairlead.engine.values import Candidate

if TYPE_CHECKING:
    from fairlead.engine.sources.told import Told

ORDER = [str(grade) for grade in range(instances.GRADES)]
POLICY: dict[str, Any] = {
    "rules": [
        {"kind": "overlap", "key": "common_language", "field": "languages"},
        {"kind": "ordinal", "key": "not_below", "field": "grade", "order": ORDER, "least": 0},
        {"kind": "not_equal", "key": "team", "field": "team"},
    ],
    "criteria": [
        {
            "kind": "overlap",
            "key": "goals",
            "mentee": "goals",
            "mentor": "skills",
            "points": list(instances.GOAL_POINTS),
        },
        {"kind": "overlap", "key": "languages", "field": "languages", "points": instances.LANGUAGE_POINTS},
        {
            "kind": "ordinal",
            "key": "grade",
            "field": "grade",
            "order": ORDER,
            "steps": {str(gap): points for gap, points in instances.GRADE_POINTS.items()},
        },
        {"kind": "equal", "key": "site", "field": "site", "points": instances.SITE_POINTS},
        {
            "kind": "not_equal",
            "key": "institution",
            "field": "institution",
            "points": instances.INSTITUTION_POINTS,
        },
    ],
}
SAMPLE_ORDER = [str(grade) for grade in range(11)]
SAMPLE_POLICY: dict[str, Any] = {
    "tiers": ["mentees", "mentors", "score"],
    "rules": [
        {"kind": "not_equal", "key": "organisation", "field": "organisation"},
        {"kind": "ordinal", "key": "above", "field": "grade", "order": SAMPLE_ORDER, "least": 1, "most": 2},
    ],
    "criteria": [
        {
            "kind": "ordinal",
            "key": "grade",
            "field": "grade",
            "order": SAMPLE_ORDER,
            "steps": {"1": 9, "2": 12},
        },
        {"kind": "equal", "key": "profession", "field": "profession", "points": 10},
        {"kind": "membership", "key": "topic", "mentee": "role", "mentor": "role", "points": 6},
    ],
    "mentees": {"most": 3},
    "mentors": {"most": 3},
}


def people_of(pool: instances.Pool) -> tuple[list[Candidate], list[Candidate]]:
    """The people as a form export gives them."""
    return _candidates(pool.mentees, "goals", None), _candidates(pool.mentors, "skills", pool.places)


def _candidates(side: instances.Side, areas: str, places: Any) -> list[Candidate]:
    found = []
    for row in range(len(side)):
        own = side.areas[row]
        codes = own[own >= 0] if places is None else np.flatnonzero(own)
        values = {
            areas: tuple(f"area {code}" for code in codes),
            "languages": tuple(f"language {code}" for code in np.flatnonzero(side.languages[row])),
            "grade": ORDER[side.grade[row]],
            "team": f"team {side.team[row]}",
            "site": f"site {side.site[row]}",
            "institution": f"institution {side.institution[row]}",
        }
        most = 1 if places is None else int(places[row])
        found.append(Candidate(f"{areas} {row:07}", values, most=most))
    return found


def coded(pool: instances.Pool) -> Told:
    """The same people in codes, column by column: no text, for any number of people."""
    from fairlead.engine.sources.told import Coded

    sides = []
    for side in (pool.mentees, pool.mentors):
        columns = {name: getattr(side, name) for name in ("grade", "team", "site", "institution")}
        sides.append(columns | {"languages": _codes(side.languages)})
    return Coded(sides[0] | {"goals": pool.mentees.areas}, sides[1] | {"skills": _codes(pool.mentors.areas)})


def _codes(marks: instances.Ints) -> instances.Ints:
    return np.where(marks > 0, np.arange(marks.shape[1], dtype=np.int8), np.int8(-1))


def _toml(value: Any) -> str:
    """A value of a policy as TOML writes it."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(str(key))} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(value)


def policy_toml(policy: Mapping[str, Any], sides: Mapping[str, Mapping[str, Any]]) -> str:
    """A policy file; `sides` holds the tables of mentees and mentors."""
    lines = []
    for name, table in sides.items():
        lines += [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items()), ""]
    for name in ("rules", "criteria"):
        for one in policy[name]:
            lines += [f"[[{name}]]", *(f"{key} = {_toml(value)}" for key, value in one.items()), ""]
    return "\n".join(lines)


def _write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def save_files(folder: Path, pool: instances.Pool) -> None:
    """The people and the policy as files for the command."""
    for name, some in zip(("mentees", "mentors"), people_of(pool), strict=True):
        rows = [
            {"id": one.id, "places": one.most}
            | {key: "; ".join(told) if isinstance(told, tuple) else told for key, told in one.values.items()}
            for one in some
        ]
        _write(folder / f"{name}.csv", rows)
    sides = {
        "mentees": {"id": "id", "lists": ["goals", "languages"], "most": 1},
        "mentors": {"id": "id", "lists": ["skills", "languages"], "most": {"column": "places", "missing": 1}},
    }
    (folder / "policy.toml").write_text(policy_toml(POLICY, sides), encoding="utf-8")


def save_sample(folder: Path, size: int, seed: int = instances.SEED) -> None:
    """So many mentors and mentees in the manner of mentor-match's sample of 50 and 50.

    A grade is one of 11, a mentor's from the upper nine and a mentee's from the lower nine; six
    organisations, five professions; a topic stands where the sample has an identity, known of two mentors
    in five.
    """
    draw = np.random.default_rng([seed, size, 3])
    for side, lowest in (("mentee", 0), ("mentor", 2)):
        rows = []
        for number in range(size):
            topics = sorted({f"topic {one}" for one in draw.integers(0, 6, draw.integers(1, 4))})
            known = topics[:1] if side == "mentee" else topics if draw.random() < 0.4 else ["none"]
            row = {
                "email": f"{side}.{number:04}@sample.example",
                "first name": side,
                "last name": f"{number:04}",
                "role": "|".join(known),
                "organisation": f"organisation {draw.integers(6)}",
                "grade": int(draw.integers(lowest, lowest + 9)),
                "profession": f"profession {draw.integers(5)}",
            }
            rows.append(row)
        _write(folder / f"{side}s.csv", rows)


def load_sample(folder: Path) -> tuple[list[Candidate], list[Candidate]]:
    """What `save_sample` wrote, as the engine takes it."""
    sides = []
    for side in ("mentee", "mentor"):
        with (folder / f"{side}s.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        sides.append(
            [Candidate(row["email"], {**row, "role": tuple(row["role"].split("|"))}) for row in rows]
        )
    return sides[0], sides[1]
