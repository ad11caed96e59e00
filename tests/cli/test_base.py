"""`--base`: among equally good pairings, the one that changes least."""

from pathlib import Path

import pytest

from tests.cli.commands import match, pairs, report, run, solve, write, written

PEOPLE = "id\na\nb\nc\nd\n"
POLICY = '[mentees]\nid = "id"\n[mentors]\nid = "id"\n'
EARLIER = "mentee,mentor\na,B\nb,C\nc,D\nd,A\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four mentees and four mentors, all of whom suit one another equally well."""
    edges = [f"{mentee},{mentor},1\n" for mentee in "abcd" for mentor in "ABCD"]
    write(
        tmp_path,
        edges="mentee,mentor,score\n" + "".join(edges),
        capacities="mentor,capacity\nA,1\nB,1\nC,1\nD,1\n",
        mentees=PEOPLE,
        mentors=PEOPLE.upper().replace("ID", "id"),
        base=EARLIER,
        locked="mentee,mentor\na,A\n",
    )
    (tmp_path / "policy.toml").write_text(POLICY, "utf-8")
    return tmp_path


def made(folder: Path) -> dict[str, str]:
    return dict(line.split(",")[:2] for line in pairs(folder).splitlines()[1:])


@pytest.mark.parametrize("command", [solve, match])
def test_nobody_moves_but_those_who_must(command, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = {"a": "B", "b": "C", "c": "D", "d": "A"}
    assert command(folder) == 0
    assert made(folder) != earlier
    assert command(folder, "--base", folder / "base.csv") == 0
    assert made(folder) == earlier
    assert capsys.readouterr().out.endswith(", 4 pairs kept.\n")
    assert command(folder, "--base", folder / "base.csv", "--locked", folder / "locked.csv") == 0
    assert made(folder) == {"a": "A", "b": "C", "c": "D", "d": "B"}
    assert report(folder)["tiers"][-1] == {"name": "kept", "value": 2, "bound": 2}


@pytest.mark.parametrize("command", [solve, match])
def test_people_who_are_gone_and_doubled_rows_do_no_harm(command, folder: Path) -> None:
    write(folder, base=EARLIER + "a,B\nz,A\nb,Z\n")
    assert command(folder, "--base", folder / "base.csv") == 0
    assert report(folder)["tiers"][-1]["value"] == 4


def test_the_tier_can_stand_anywhere_and_is_0_without_a_base(folder: Path) -> None:
    write(folder, edges="mentee,mentor,score\na,A,9\na,B,1\nb,A,1\nb,B,9\n")
    tiers = ("--tiers", "mentees,kept,score")
    assert solve(folder, *tiers) == 0
    assert [tier["value"] for tier in report(folder)["tiers"]] == [2, 0, 18]
    write(folder, base="mentee,mentor\na,B\n")
    assert solve(folder, *tiers, "--base", folder / "base.csv") == 0
    assert [tier["value"] for tier in report(folder)["tiers"]] == [2, 1, 2]


def test_a_result_with_harmless_names_is_a_base_as_it_stands(folder: Path) -> None:
    write(folder, edges="mentee,mentor,score\n=a,A,1\n=b,A,1\n=a,B,1\n=b,B,1\n")
    assert solve(folder) == 0
    (folder / "base.csv").write_text(pairs(folder), "utf-8")
    assert "'=a" in pairs(folder)
    for seed in range(4):
        assert solve(folder, "--seed", seed, "--base", folder / "base.csv") == 0
        assert pairs(folder) == (folder / "base.csv").read_text("utf-8")


def test_faults_of_the_base_are_told_with_their_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, base="mentee,mentor\na,B\n,C\nc\n", wrong="mentee,who\na,B\n")
    assert solve(folder, "--base", folder / "base.csv") == 2
    assert "base.csv, line 4: expected 2 cells as in the first row, found 1." in capsys.readouterr().err
    write(folder, base="mentee,mentor\na,B\n,C\n")
    assert match(folder, "--base", folder / "base.csv") == 2
    told = "base.csv, line 3, column mentee: expected the id of a mentee, found an empty cell."
    assert told in capsys.readouterr().err
    assert solve(folder, "--base", folder / "wrong.csv") == 2
    assert "wrong.csv, line 1, column mentor: expected a column" in capsys.readouterr().err
    assert written(folder) == []


def test_a_base_does_not_go_with_preferences_and_is_not_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solve(folder, "--base", folder / "pairs.csv") == 2
    assert "is given for two files" in capsys.readouterr().err
    files = ("capacities", "preferences", "base")
    words = [word for name in files for word in (f"--{name}", folder / f"{name}.csv")]
    results = ["--out", folder / "pairs.csv", "--report", folder / "report.json"]
    assert run("solve", *words, *results) == 2
    told = "options, --base: does not go with --preferences. Leave it out"
    assert capsys.readouterr().err.startswith(told)
