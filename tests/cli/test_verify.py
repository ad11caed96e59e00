"""`fairlead verify`: what somebody's pairs break, and how far from the best they are."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.commands import match, report, run, solve, write, written

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "autumn"
EDGES = "mentee,mentor,score\na,A,1\nb,A,0\nc,A,0.75\na,B,0.5\nb,B,0.5\nc,B,1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, edges=EDGES, capacities="mentor,capacity\nA,1\nB,2\n")
    return tmp_path


def verify(folder: Path, *words: object) -> int:
    """`fairlead verify` on the scored pairs of the folder."""
    files = [f"--{name}" if part else folder / f"{name}.csv" for name in FILES for part in (1, 0)]
    return run("verify", *files, *words)


FILES = ("edges", "capacities", "pairs")


def people(folder: Path) -> list[object]:
    """The options that name the tables and the policy of the worked example, copied here."""
    for path in EXAMPLE.iterdir():
        shutil.copy(path, folder / path.name)
    tables = [word for side in ("mentors", "mentees") for word in (f"--{side}", folder / f"{side}.csv")]
    return [*tables, "--policy", folder / "policy.toml"]


def test_the_pairs_that_solve_and_match_found_are_optimal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solve(folder) == 0
    assert verify(folder) == 0
    words = people(folder)
    assert match(folder) == 0
    capsys.readouterr()
    assert run("verify", *words, "--pairs", folder / "pairs.csv") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:3] == [
        "optimal: nothing is broken, and no pairing is better.",
        "mentees: 4, the best is 4",
        "score: 135, the best is 135",
    ]


@pytest.mark.parametrize("name", ["by-hand", "by-hand-mended"])
def test_the_worked_examples_of_the_documentation_come_out_as_they_say(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = people(folder)
    assert run("verify", *words, "--pairs", folder / f"{name}.csv") == 1
    told = capsys.readouterr().out.replace(f"{folder}/", "docs/examples/autumn/")
    shown = re.findall(r"```text\n(.*?)```", (DOCS / "file-formats.md").read_text("utf-8"), re.DOTALL)
    (expected,) = [text for text in shown if f"/{name}.csv" in text]
    assert expected == f"$ fairlead verify {EXAMPLE_WORDS} --pairs docs/examples/autumn/{name}.csv\n{told}"


EXAMPLE_WORDS = (
    "--mentors docs/examples/autumn/mentors.csv --mentees docs/examples/autumn/mentees.csv \\\n"
    "  --policy docs/examples/autumn/policy.toml"
)


def test_pairs_that_are_valid_but_not_the_best_are_told_how_far(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, pairs="mentee,mentor\na,B\nb,B\n")
    assert verify(folder, "--report", folder / "report.json") == 1
    assert capsys.readouterr().out.splitlines() == [
        "valid, but not the best: nothing is broken, and a better pairing exists.",
        "mentees: 2, the best is 3",
        "score: 1, the best is 2.5",
        "The nearest best pairing keeps 1 pair: a leaves B and joins A; c joins B.",
        ("3 allowed pairs would both rather have each other than what they have: a and A; c and B; c and A."),
    ]
    told = report(folder)
    assert (told["status"], told["pairs"], told["broken"]) == ("not_best", 2, [])
    assert told["tiers"] == [
        {"name": "mentees", "value": 2, "best": 3, "short": 1},
        {"name": "score", "value": 1, "best": 2.5, "short": 1.5},
    ]
    assert (told["pairs_in_nearest_best"], told["moves_to_nearest_best"]) == (
        1,
        [
            {"mentee": "a", "leaves": "B", "joins": "A"},
            {"mentee": "c", "leaves": None, "joins": "B"},
        ],
    )
    assert told["blocking_pairs"][0] == {"mentee": "a", "mentor": "A", "score": 1}


def test_everything_that_is_broken_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        capacities="mentor,capacity,minimum\nA,1,1\nB,2,\n",
        edges=EDGES.replace("a,B,0.5\n", ""),
        pairs="mentor,mentee\nB,b\n\nB,b\nB,x\nB,a\n",
        locked="mentee,mentor\nc,B\n",
    )
    assert verify(folder, "--locked", folder / "locked.csv", "--report", folder / "report.json") == 1
    pairs = folder / "pairs.csv"
    assert capsys.readouterr().out.splitlines() == [
        "invalid: the pairs break what must be kept.",
        f"{pairs}, line 4: the pair 'b' and 'B' is already on line 2.",
        f"{pairs}, line 5: there is no mentee 'x'.",
        f"{pairs}, line 6: the pair 'a' and 'B' is not allowed: no score was given for the pair.",
        f"{pairs}: the locked pair 'c' and 'B' is missing.",
        f"{pairs}: mentor 'A' has 0 pairs, and is to have at least 1.",
        "mentees: 1, the best is 3",
        "score: 0.5, the best is 2.5",
        "The nearest best pairing keeps 1 pair: a leaves B and joins A; c joins B.",
    ]
    assert [(one["kind"], one["line"]) for one in report(folder)["broken"]] == [
        ("duplicate", 4),
        ("unknown_person", 5),
        ("not_allowed", 6),
        ("locked_missing", None),
        ("under_least", None),
    ]
    assert report(folder)["broken"][-1] == {
        "kind": "under_least",
        "line": None,
        "mentor": "A",
        "reason": "mentor 'A' has 0 pairs, and is to have at least 1.",
    }


def test_many_faults_and_many_moves_are_told_in_short(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"e{number:02}" for number in range(60)]
    write(
        folder,
        edges="mentee,mentor,score\n" + "".join(f"{name},A,1\n" for name in names),
        capacities="mentor,capacity\nA,60\n",
        pairs="mentee,mentor\n" + "".join(f"{name},Z\n" for name in names),
    )
    assert verify(folder) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[51] == "... and 10 more"
    assert told[-1] == (
        "The nearest best pairing keeps 0 pairs: e00 joins A; e01 joins A; e02 joins A; and 57 more."
    )
    write(folder, pairs="mentee,mentor\n")
    assert verify(folder) == 1
    assert capsys.readouterr().out.endswith(": e00 and A; e01 and A; e02 and A; ...\n")


def test_limits_that_nothing_keeps_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, capacities="mentor,capacity,minimum\nA,1,1\nB,2,5\n", pairs="mentee,mentor\na,A\n")
    assert verify(folder, "--report", folder / "report.json") == 1
    told = capsys.readouterr().out
    assert "No pairing keeps all limits.\nmentor B is to have at least 5, which is more than" in told
    assert (report(folder)["tiers"], report(folder)["reasons"][0]["needed"]) == ([], 2)


def test_tiers_limits_and_a_base_count_as_for_solve(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, pairs="mentee,mentor\na,A\nc,B\n", base="mentee,mentor\na,A\nb,B\n")
    assert verify(folder) == 1
    assert verify(folder, "--tiers", "mentors") == 0
    assert verify(folder, "--tiers", "mentors", "--base", folder / "base.csv") == 1
    assert "kept: 1, the best is 2\nOne best pairing keeps 1 pair: " in capsys.readouterr().out
    assert verify(folder, "--mentee-least", 1) == 1


def test_input_that_cannot_be_used_is_refused_in_one_way(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(folder) == 2
    assert capsys.readouterr().err == f"{folder / 'pairs.csv'}: cannot be read: No such file or directory.\n"
    write(folder, pairs="mentee,mentor\na,\n")
    assert verify(folder) == 2
    assert (
        "line 2, column mentor: expected the id of a mentor, found an empty cell." in capsys.readouterr().err
    )
    write(folder, pairs="mentee,mentor\na,A\n")
    assert verify(folder, "--report", folder / "pairs.csv") == 2
    assert verify(folder, "--policy", folder / "policy.toml") == 2
    assert "options, --policy: does not go with --edges. Give --mentors.\n" in capsys.readouterr().err
    mentors = ("--mentors", folder / "mentors.csv", "--pairs", folder / "pairs.csv")
    assert run("verify", *mentors) == 2
    assert capsys.readouterr().err == (
        "options, --mentees: is needed with --mentors.\noptions, --policy: is needed with --mentors.\n"
    )
    assert run("verify", *mentors, "--tiers", "score", "--mentors-too") == 2
    assert "options, --tiers: does not go with --mentors. The policy says it." in capsys.readouterr().err
    assert written(folder) == ["pairs.csv"]
