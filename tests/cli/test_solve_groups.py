"""`fairlead solve`: classes, groups, quotas and people kept together, from the tables."""

import argparse
from pathlib import Path

import pytest

from fairlead.cli import load
from fairlead.cli.edges import asked_by
from fairlead.engine.compile import Compiled
from fairlead.engine.grouping import Between
from fairlead.engine.model import Objective, Quota
from tests.cli.commands import solve, write, written

EDGES = "mentee,mentor,score\na,A,3\nb,A,5\nc,A,1\na,B,2\nb,B,2\nc,B,2\n"
MENTEES = "mentee,class,group,together\na,2,north; south,\nb,,north,x\nc,1,,x\n"
MENTORS = "mentor,most,least,group\nA,1,0,north\nB,2,1,south\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, edges=EDGES, capacities=MENTORS, mentees=MENTEES)
    return tmp_path


def read(folder: Path, *words: object) -> tuple[Compiled, Objective]:
    """What the tables of the folder describe."""
    parser = argparse.ArgumentParser()
    load("solve").add_arguments(parser)
    files = {"edges": "edges", "capacities": "capacities", "mentees": "mentees", "out": "o", "report": "r"}
    given = [word for name, file in files.items() for word in (f"--{name}", folder / f"{file}.csv")]
    asked = asked_by(parser.parse_args([str(word) for word in (*given, *words)]))
    return asked.compiled, asked.objective


def test_classes_groups_and_those_together_come_from_the_table_of_mentees(folder: Path) -> None:
    compiled, objective = read(folder)
    problem = compiled.problem
    assert problem.mentees == ("a", "b", "c")
    assert problem.mentee_class.tolist() == [2, 0, 1]
    assert problem.together == ((1, 2),)
    assert (problem.mentor_most.tolist(), problem.mentor_least.tolist()) == ([1, 2], [0, 1])
    assert objective.tiers == ("mentees", "priority", "score")
    assert read(folder, "--mentors-too")[1].tiers == ("mentees", "priority", "mentors", "score")


def test_quotas_come_from_a_table_of_their_own(folder: Path) -> None:
    write(folder, quotas="mentees,mentors,least,most,key\nnorth,,1,1,\n,South,,2,places\nnorth,north,0,1,\n")
    write(folder, capacities=MENTORS.replace("south", "South"))
    compiled, _ = read(folder, "--quotas", folder / "quotas.csv")
    assert compiled.problem.quotas == (
        Quota("north>", (0, 1), None, 1, 1),
        Quota("places", None, (1,), 0, 2),
        Quota("north>north", (0, 1), (0,), 0, 1),
    )
    assert compiled.between == {
        "north>": Between("", "north"),
        "places": Between("places", "", "South"),
        "north>north": Between("", "north", "north"),
    }


def test_what_is_wrong_in_the_quotas_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        quotas="mentees,mentors,least,most\n,,1,2\nnorth,east,,x\nnorth,,,\nsouth,,3,2\nsouth,,1,\n",
    )
    options = ("--mentees", folder / "mentees.csv", "--quotas", folder / "quotas.csv")
    assert solve(folder, *options) == 2
    quotas = folder / "quotas.csv"
    assert capsys.readouterr().err.splitlines() == [
        (
            f"{quotas}, line 2: expected a group of mentees, of mentors, or both, found none. "
            "--mentee-most and --mentor-most limit everybody."
        ),
        (
            f"{quotas}, line 3, column mentors: no mentor is of the group 'east'. Name it in the column "
            "group of the file given with --capacities."
        ),
        (
            f"{quotas}, line 3, column most: expected a whole number from 0 on, found 'x'. "
            "Write it in digits, such as 2."
        ),
        f"{quotas}, line 4: expected a number in least, in most or in both, found none.",
        f"{quotas}, line 5, column least: expected a number that is not above most (2), found 3.",
        f"{quotas}, line 6: 'south>' is already on line 5. Keep one of the rows.",
    ]
    assert written(folder) == []


def test_headings_that_are_missing_or_mean_the_same_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, quotas="groups,limit\nnorth,1\n")
    assert solve(folder, "--quotas", folder / "quotas.csv") == 2
    found = "expected a column with this heading. Found: groups, limit."
    assert capsys.readouterr().err.splitlines() == [
        f"{folder / 'quotas.csv'}, line 1, column {column}: {found}"
        for column in ("mentees", "mentors", "most")
    ]
    write(folder, capacities="mentor,most,capacity\nA,1,1\n")
    assert solve(folder) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        f"{folder / 'capacities.csv'}, line 1, column most: means the same as 'capacity', which is there "
        "too. Keep one of them."
    )


def test_classes_have_to_be_among_the_tiers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve(folder, "--mentees", folder / "mentees.csv", "--tiers", "mentees,score") == 2
    assert capsys.readouterr().err == (
        "options, --tiers: expected priority to be among them, as the file of mentees has a column class. "
        "Add it, or leave the column out.\n"
    )
    assert read(folder, "--tiers", "priority,even")[1].tiers == ("priority", "even")


def test_a_class_is_a_whole_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, mentees=MENTEES.replace("a,2", "a,first"))
    assert solve(folder, "--mentees", folder / "mentees.csv") == 2
    assert capsys.readouterr().err == (
        f"{folder / 'mentees.csv'}, line 2, column class: expected a whole number from 0 on, found 'first'. "
        "Write it in digits, such as 2.\n"
    )
