"""`fairlead verify --certificate`: a certificate holds, or the place is told where it does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from fairlead.engine.filed import certificate_as_data, fingerprint, problem_as_data
from fairlead.engine.model import Objective, Problem
from fairlead.engine.solvers import solve
from tests.cli.commands import run

PROBLEM = Problem.of(["a", "b"], ["A", "B"], [(0, 0, 9), (0, 1, 7), (1, 0, 8), (1, 1, 1)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    objective = Objective(order=("mentees", "score"))
    solution = solve(PROBLEM, objective)
    assert solution.certificate is not None
    data = certificate_as_data(PROBLEM, objective, solution.pairs, solution.certificate.stages, version="1")
    (tmp_path / "problem.json").write_text(json.dumps(problem_as_data(PROBLEM)))
    (tmp_path / "certificate.json").write_text(json.dumps(data))
    return tmp_path


def verify(folder: Path, *words: object) -> int:
    files = ("--problem", folder / "problem.json", "--certificate", folder / "certificate.json")
    return run("verify", *files, *words)


def alter(folder: Path, change: Any, *, sealed: bool) -> None:
    path = folder / "certificate.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data | ({"fingerprint": fingerprint(data)} if sealed else {})))


def test_a_certificate_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, "--report", folder / "report.json") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:3] == [
        "optimal: the certificate holds, and no pairing is better.",
        "mentees: 2",
        "score: 15",
    ]
    assert "Checked: 4 allowed pairs, of which 2 are made, and 4 places" in told[3]
    report = json.loads((folder / "report.json").read_text())
    assert (report["status"], report["faults"], report["tiers"]) == (
        "optimal",
        [],
        {"mentees": 2, "score": 15},
    )


def test_an_altered_price_is_told_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(data: Any) -> None:
        data["stages"][0]["mentor_prices"]["B"] -= 1000

    alter(folder, change, sealed=True)
    assert verify(folder) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "invalid: the certificate proves nothing of these pairs."
    assert "stage 1: the pair 'a' and 'B' is made, but is worth" in told[1]
    assert "less than its prices." in told[1]


def test_whatever_else_is_altered_is_told_by_the_fingerprint(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alter(folder, lambda data: data.update(engine="2"), sealed=False)
    assert verify(folder) == 1
    assert "fairlead-certificate-1: the contents were altered" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.update(pairs=[["a", "A"], ["b", "B"]]), "tier 'score': the pairs reach 10"),
        (lambda data: data.update(pairs=[["a", "A"], ["b", "A"]]), "'A' has 2 pairs"),
        (lambda data: data.update(pairs=[["a", "Z"]]), "the pair 'a' and 'Z' is not an allowed pair"),
        (lambda data: data.update(pairs=[["a", "B"], ["a", "B"], ["b", "A"]]), "stands there twice"),
        (lambda data: data.update(stages=[]), "the stages do not prove the tiers"),
        (lambda data: data["stages"][0].update(weights=[1, 1]), "the weights do not order"),
        (lambda data: data.update(problem="x"), "made for another problem"),
    ],
)
def test_each_fault_has_its_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], change: Any, said: str
) -> None:
    alter(folder, change, sealed=True)
    assert verify(folder) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": "fairlead-certificate-1"}', "[" * 100_000])
def test_what_is_no_certificate_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "certificate.json").write_text(text)
    assert verify(folder) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_options_that_do_not_go_together_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, "--pairs", folder / "pairs.csv") == 2
    assert "--pairs: does not go with --problem." in capsys.readouterr().err
    assert run("verify", "--problem", folder / "problem.json") == 2
    assert "--certificate: is needed with --problem." in capsys.readouterr().err
    assert (
        run("verify", "--problem", folder / "nowhere.json", "--certificate", folder / "certificate.json") == 2
    )
    assert "cannot be read" in capsys.readouterr().err
