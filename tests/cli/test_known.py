"""Cases whose answers are known come out of the commands exactly, in files as spreadsheets save them."""

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import pairs, report, run, solve

KNOWN = Path(__file__).parents[1] / "engine" / "known" / "tiny_cases.json"
CASES: dict[str, Any] = {case["id"]: case for case in json.loads(KNOWN.read_text("utf-8"))}
Rows = list[tuple[Any, ...]]


def plain(rows: Rows) -> bytes:
    return "".join(",".join(map(str, row)) + "\n" for row in rows).encode()


def saved_by_a_spreadsheet(rows: Rows) -> bytes:
    """Semicolons, quotation marks, capitals in headings, a column more, rows in another order, empty rows."""
    heading, *rest = rows
    random.Random(3).shuffle(rest)
    lines = [
        (*(str(one).capitalize() for one in heading), "remark"),
        *((*row, "kept; as is") for row in rest),
    ]
    text = "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
    return b"\xef\xbb\xbf" + (text + "\r\n;;;;\r\n\r\n").encode()


def of_a_mac(rows: Rows) -> bytes:
    """UTF-16, tabs, spaces around the cells."""
    return "\r".join("\t".join(f" {cell} " for cell in row) for row in rows).encode("utf-16")


@pytest.fixture(params=[plain, saved_by_a_spreadsheet, of_a_mac])
def save(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Writes tables, each as heading and rows, into the folder in which a command then runs."""

    def put(**tables: Rows) -> Path:
        for name, rows in tables.items():
            (tmp_path / f"{name}.csv").write_bytes(request.param(rows))
        return tmp_path

    return put


def by_mentor(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(pairs(folder).splitlines()):
        found.setdefault(row["mentor"], []).append(row["mentee"])
    return found


def is_confirmed(folder: Path, *words: object) -> bool:
    """Whether `fairlead verify` calls the pairs that were written the best."""
    files = ("--edges", folder / "edges.csv", "--capacities", folder / "capacities.csv")
    return run("verify", *files, "--pairs", folder / "pairs.csv", *words) == 0


@pytest.mark.parametrize("name", ["hr_readme", "hr_issue46"])
def test_the_stable_pairs_are_those_published(name: str, save: Any) -> None:
    case = CASES[name]
    ranks: dict[tuple[str, str], list[Any]] = {}
    for place, side in enumerate(("residents", "hospitals")):
        for who, listed in case[side].items():
            for rank, other in enumerate(listed, 1):
                ends = (who, other) if place == 0 else (other, who)
                ranks.setdefault(ends, ["", ""])[place] = rank
    rows = [(*ends, *both) for ends, both in ranks.items()]
    folder = save(
        preferences=[("mentee", "mentor", "mentee_rank", "mentor_rank"), *rows],
        capacities=[("mentor", "capacity"), *case["capacity"].items()],
    )
    files = ("--preferences", folder / "preferences.csv", "--capacities", folder / "capacities.csv")
    assert run("solve", *files, "--out", folder / "pairs.csv", "--report", folder / "report.json") == 0
    answer = {mentor: sorted(some) for mentor, some in case["answer"].items() if some}
    assert by_mentor(folder) == answer
    assert report(folder)["status"] == "stable"


def test_minimums_and_places_of_two_mentors_reach_two_and_a_half(save: Any) -> None:
    case = CASES["mm_barbish"]
    scores = [(who, mentor, score) for mentor, some in case["score"].items() for who, score in some.items()]
    places = [(mentor, most, case["mentor_min"]) for mentor, most in case["mentor_max"].items()]
    folder = save(
        edges=[("mentee", "mentor", "score"), *scores],
        capacities=[("mentor", "capacity", "minimum"), *places],
    )
    limits = ("--mentee-least", case["mentee_exactly"], "--mentee-most", case["mentee_exactly"])
    assert solve(folder, *limits) == 0
    assert (report(folder)["total_score"], by_mentor(folder)) == (case["answer_total"], case["answer"])
    assert is_confirmed(folder, *limits)


def reviewers(case: dict[str, Any], least: int, save: Any) -> Path:
    """Papers are mentees with an exact demand, costs are scores below 0, forbidden pairs are left out."""
    forbidden = {tuple(one) for one in case.get("forbidden_reviewer_paper", ())}
    cost = case["cost_reviewer_by_paper"]
    scores = [
        (f"p{paper}", f"r{reviewer}", -amount)
        for reviewer, row in enumerate(cost)
        for paper, amount in enumerate(row)
        if (reviewer, paper) not in forbidden
    ]
    demand = [(f"p{paper}", number, number) for paper, number in enumerate(case["paper_demand"])]
    places = [(f"r{reviewer}", case["reviewer_max"], least) for reviewer in range(len(cost))]
    return save(
        edges=[("mentee", "mentor", "score"), *scores],
        capacities=[("mentor", "most", "least"), *places],
        mentees=[("mentee", "most", "least"), *demand],
    )


@pytest.mark.parametrize(
    ("name", "least", "cost"),
    [
        ("or_lowest_cost", 1, 0),
        ("or_forbidden", 1, -100),
        ("or_minimum_beats_score", 1, 2000),
        ("or_minimum_beats_score", 2, 4000),
    ],
)
def test_reviews_are_shared_out_at_the_lowest_cost(name: str, least: int, cost: int, save: Any) -> None:
    folder = reviewers(CASES[name], least, save)
    demand = ("--mentees", folder / "mentees.csv")
    assert solve(folder, *demand) == 0
    assert report(folder)["total_score"] == -cost
    assert report(folder)["pairs"] == sum(CASES[name]["paper_demand"])
    assert is_confirmed(folder, *demand)


def test_what_is_impossible_is_reported_for_everybody_with_the_reason(save: Any) -> None:
    case = CASES["or_impossible"]
    papers = [(f"p{i}", case["paper_demand_each"], case["paper_demand_each"]) for i in range(case["papers"])]
    places = [(f"r{j}", case["reviewer_max"], case["reviewer_min"]) for j in range(case["reviewers"])]
    folder = save(
        edges=[("mentee", "mentor", "score")],
        capacities=[("mentor", "capacity", "minimum"), *places],
        mentees=[("mentee", "capacity", "minimum"), *papers],
    )
    assert solve(folder, "--mentees", folder / "mentees.csv") == 1
    told = report(folder)
    assert told["status"] == "infeasible"
    assert [(one["kind"], one["given"], one["needed"]) for one in told["reasons"]] == [
        ("too_few_partners", 3, 0)
    ] * 20 + [("too_few_partners", 5, 0)] * 5
    assert pairs(folder) == "mentee,mentor,score\n"


@pytest.mark.parametrize("place", range(4))
def test_goods_go_to_whoever_values_them_most(place: int, save: Any) -> None:
    case = CASES["utilitarian_fairpyx"]
    limits = case["cases"][place]
    values = [(who, item, value) for who, some in case["value"].items() for item, value in some.items()]
    items = sorted({item for _, item, _ in values})
    folder = save(
        edges=[("mentee", "mentor", "score"), *values],
        capacities=[("mentor", "capacity"), *((item, limits["item_capacity"]) for item in items)],
    )
    most = ("--mentee-most", limits["agent_capacity"])
    assert solve(folder, *most) == 0
    assert report(folder)["total_score"] == limits["answer_total"]
    assert is_confirmed(folder, *most)
