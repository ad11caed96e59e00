"""The page and its picture follow from the kept results."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import page, plot
from bench.cases import CASES, LINES, Case, Target, chosen
from bench.environments import packages
from bench.results import keep, kept, machine, met, peers_before, ratio

TARGETS = (Target("faster", 4), Target("seconds", 0.02), Target("memory", 400), Target("smaller", 2, "scipy"))
SVG = "{http://www.w3.org/2000/svg}"


def _case(name: str = "small", targets: tuple[Target, ...] = TARGETS) -> Case:
    return Case(
        name, "people", "a small case", lambda folder: None, ("Fairlead",), ("scipy",), targets=targets
    )


def _found(**peers: dict[str, Any]) -> dict[str, Any]:
    ours = {"wall": [0.01, 0.012, 0.02], "cpu": [0.01] * 3, "peak": 100, "matched": 3, "score": 10}
    ours |= {"status": "optimal", "method": "network_flow"}
    scipy = {"wall": [0.03, 0.06, 0.06], "cpu": [0.09] * 3, "peak": 150, "matched": 3, "score": 10}
    return {"contenders": {"Fairlead": ours, "scipy": scipy, **peers}, "different": [], "built": 0.1}


def test_targets_are_worded() -> None:
    assert [target.words() for target in TARGETS] == [
        "at least 4 times as fast",
        "at most 20 ms",
        "at most 400 MB",
        "at most 1/2 of scipy's memory",
    ]
    assert Target("seconds", 90).words() == "at most 90 s"
    assert Target("memory", 1536).words() == "at most 1.5 GB"
    assert Target("faster", 1, "lapx").words() == "at least as fast as lapx"
    assert Target("faster", 1 / 1.5, "OR-Tools").words() == "at most 1.5 times as long as OR-Tools"
    assert Target("faster cpu", 60, "faiss").words() == "at least 60 times as fast as faiss in CPU time"


def test_the_ratio_is_that_of_the_medians_with_the_spread_of_both() -> None:
    one = ratio(_case(), _found())
    assert one is not None
    assert (one.peer, one.value, one.low, one.high) == ("scipy", 5.0, 1.5, 6.0)


def test_targets_are_met_or_missed() -> None:
    assert [met(_case(), _found(), target) for target in TARGETS] == [True, True, True, False]


def test_cpu_time_is_compared_where_the_target_says_so() -> None:
    assert met(_case(), _found(), Target("faster cpu", 9, "scipy")) is True
    assert met(_case(), _found(), Target("faster cpu", 9.1, "scipy")) is False


def test_the_best_peer_is_not_one_that_is_wrong() -> None:
    wrong = {"wall": [0.001], "cpu": [0.001], "peak": 10, "matched": 3, "score": 9, "wrong": True}
    one = ratio(_case(), _found(**{"lapx lapjvr float32": wrong}))
    assert one is not None
    assert one.peer == "scipy"


def test_a_peer_measured_on_a_part_is_scaled_up() -> None:
    part = {"wall": [0.001], "cpu": [0.001], "peak": 10, "matched": 3, "score": 10, "share": 0.1}
    one = ratio(_case(), _found(POT=part))
    assert one is not None
    assert (one.peer, round(one.value, 6)) == ("POT", round(0.01 / 0.012, 6))


def test_a_peer_out_of_time_gives_a_lower_limit() -> None:
    found = _found()
    found["contenders"]["scipy"] = {"failed": "> 20 s", "late": True}
    one = ratio(_case(), found)
    assert one is not None
    assert (one.at_least, one.value) == (True, 20 / 0.012)
    assert met(_case(), found, Target("faster", 1000)) is True
    assert met(_case(), found, Target("faster", 2000)) is None


def test_an_engine_without_result_meets_nothing() -> None:
    found = _found()
    found["contenders"]["Fairlead"] = {"failed": "> 600 s", "late": True}
    assert [met(_case(), found, target) for target in TARGETS] == [None] * 4
    assert page.reached(_case(), found, TARGETS[0]) == "> 600 s"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    first = next(case for case in CASES if case.name == "people-100")
    found = _found(scipy={"wall": [0.5], "cpu": [0.5], "peak": 70, "matched": 3, "score": 9})
    found["contenders"] |= {"Fairlead, with reasons": found["contenders"].pop("Fairlead")}
    found["contenders"]["HiGHS"] = {"failed": "could not be installed: no wheel"}
    keep(first, found, full=False, folder=tmp_path)
    return tmp_path


def test_a_result_is_kept_with_machine_versions_and_seed(results: Path) -> None:
    told = json.loads((results / "people-100.json").read_text(encoding="utf-8"))
    assert told["machine"] == machine()
    assert (told["case"], told["seed"], told["full"]) == ("people-100", 20261005, False)
    assert kept(next(case for case in CASES if case.name == "people-20"), results) is None


def test_the_page_tells_targets_figures_and_what_is_wrong(results: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.toml"
    notes.write_text(
        '[lines]\npeople = "Said above."\n[cases]\n"people-100" = "Said beside."\n', encoding="utf-8"
    )
    lines = page.text(results, notes).splitlines()
    told = "12 ms (10 ms to 20 ms); CPU time 10 ms"
    assert f"| 100 people | at most 50 ms | {told} | met | Said beside. |" in lines
    assert "| 20 people | at most 50 ms | - | not measured |  |" in lines
    assert "Said above." in lines
    assert "| HiGHS | could not be installed: no wheel | | | | |" in lines
    assert "| scipy | 0.50 s | 0.50 s | 1 | 70 MB | DIFFERENT: 3 matched, 9 points |" in lines
    ours = (
        "| **Fairlead, with reasons** | 12 ms (10 ms to 20 ms) | 10 ms | 3 | 100 MB | optimal, network_flow |"
    )
    assert ours in lines


def test_the_terminal_tells_the_same(results: Path) -> None:
    case = next(case for case in CASES if case.name == "people-100")
    found = kept(case, results)
    assert found is not None
    lines = page.printed(case, found)
    assert lines[1] == "people-100: 100 people: 3 matched, 10 points"
    assert lines[-1] == "  target: at most 50 ms: met; 12 ms (10 ms to 20 ms); CPU time 10 ms"


def test_every_case_belongs_to_a_line_and_every_line_has_one() -> None:
    assert {case.line for case in CASES} == set(LINES)
    assert len({case.name for case in CASES}) == len(CASES)


def test_cases_are_chosen_by_name_or_by_its_first_parts() -> None:
    assert [case.name for case in chosen(["dense-5000"], full=False)] == [
        "dense-5000-ample",
        "dense-5000-balanced",
        "dense-5000-scarce",
    ]
    assert all(not case.full for case in chosen([], full=False))
    assert chosen([], full=True) == CASES
    with pytest.raises(KeyError, match="dense-50"):
        chosen(["dense-50"], full=False)


def test_the_notes_speak_of_cases_and_lines_that_exist() -> None:
    said = page.notes()
    assert set(said["lines"]) <= set(LINES)
    assert set(said["cases"]) <= {case.name for case in CASES}


def test_every_environment_pins_its_packages() -> None:
    for name in page.ENVIRONMENTS:
        assert all(number[0].isdigit() for number in packages(name).values())


def test_the_picture_has_a_title_a_description_and_a_row_for_each_case() -> None:
    rows = [plot.Row("a < b", "scipy", 5, 2, 10, 4), plot.Row("slow", "lapx", 0.2, 0.1, 0.3)]
    root = ElementTree.fromstring(plot.svg(rows))
    assert root.findtext(f"{SVG}title") == "How many times as fast as the best peer"
    assert str(root.findtext(f"{SVG}desc")).endswith("a < b 5 (scipy); slow 0.2 (lapx).")
    groups = root.findall(f"{SVG}g")
    assert [group.findtext(f"{SVG}text") for group in groups] == ["a < b", "slow"]
    assert [group.find(f"{SVG}circle").get("class") for group in groups] == ["dot", "behind"]  # type: ignore[union-attr]
    assert len(groups[0].findall(f"{SVG}line")) == 2


def test_a_picture_without_rows_is_still_one() -> None:
    assert ElementTree.fromstring(plot.svg([])).findall(f"{SVG}g") == []


def test_what_peers_took_before_can_be_kept(tmp_path: Path) -> None:
    assert peers_before(_case(), tmp_path) is None
    keep(_case(), _found(), full=False, folder=tmp_path)
    before = kept(_case(), tmp_path)
    known = peers_before(_case(), tmp_path)
    assert before is not None
    assert known is not None
    assert list(known) == ["scipy"]
    assert known["scipy"]["wall"] == [0.03, 0.06, 0.06]
    told = page.remark("scipy", known["scipy"], before["contenders"]["Fairlead"])
    assert told == f"measured {before['measured']}"
