"""Numbers in the files of `fairlead solve`: exact, whatever their length and notation."""

from pathlib import Path

import pytest

from tests.cli.commands import pairs, report, solve, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(
        tmp_path,
        edges="mentee,mentor,score\na,A,1\nb,A,0\nc,A,0.75\n",
        capacities="mentor,capacity\nA,1\nB,2\n",
    )
    return tmp_path


def test_a_whole_total_is_written_as_a_whole_number(folder: Path) -> None:
    write(folder, edges="mentee,mentor,score\na,A,1.5\nb,B,2.50\n")
    assert solve(folder) == 0
    assert '"total_score": 4,' in (folder / "report.json").read_text()
    assert pairs(folder) == "mentee,mentor,score\na,A,1.5\nb,B,2.5\n"


def test_scores_with_many_digits_stay_exact(folder: Path) -> None:
    write(folder, edges="mentee,mentor,score\na,A,0.08444218515250481\nb,B,0.0012345678901234567\n")
    assert solve(folder) == 0
    assert '"total_score": 0.0856767530426282667,' in (folder / "report.json").read_text()


def test_the_hint_of_a_spreadsheet_before_the_headings_is_skipped(folder: Path) -> None:
    write(folder, edges="sep=;\nmentee;mentor;score\na;A;1\n")
    assert solve(folder) == 0
    assert report(folder)["pairs"] == 1


@pytest.mark.parametrize(
    ("score", "mend"),
    [
        ("1,000", "Write 1.000 or 1000."),
        ("0,500", "Write 0.500."),
        ("1_0", "Write it like 12, 0.75 or -3."),
        ("12 %", "Write it like 12, 0.75 or -3."),
    ],
)
def test_numbers_in_other_notations_are_told_how_to_be_written(
    folder: Path, capsys: pytest.CaptureFixture[str], score: str, mend: str
) -> None:
    write(folder, edges=f'mentee,mentor,score\na,A,"{score}"\n')
    assert solve(folder) == 2
    assert capsys.readouterr().err.endswith(f"found {score!r}. {mend}\n")


@pytest.mark.parametrize("score", ["1e2", "100.0", "+100", "1E+2", " 100 "])
def test_the_same_number_in_any_usual_notation_is_the_same_score(folder: Path, score: str) -> None:
    write(folder, edges=f"mentee,mentor,score\na,A,{score}\n")
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\na,A,100\n"


def test_a_capacity_beyond_all_people_means_no_limit(folder: Path) -> None:
    write(folder, capacities="mentor,capacity\nA,1000000000000\nB,0\n")
    assert solve(folder) == 0
    assert report(folder)["pairs"] == 3


def test_more_than_thirty_digits_stay_exact(folder: Path) -> None:
    first = "123456789012345.1234567890123456789012345678901234567891"
    second = "0.0000000000000000000000000000000000000009"
    write(folder, edges=f"mentee,mentor,score\na,A,{first}\nb,B,{second}\nc,B,-{first}\n")
    assert solve(folder, "--tiers", "score") == 0
    assert pairs(folder) == f"mentee,mentor,score\na,A,{first}\nb,B,{second}\n"
    total = "123456789012345.12345678901234567890123456789012345679"
    assert f'"total_score": {total},' in (folder / "report.json").read_text()


@pytest.mark.parametrize("huge", ["1e999999999999", "1e-999999999999", "9" * 5000])
def test_monstrous_numbers_are_refused_at_once(folder: Path, huge: str) -> None:
    write(folder, edges=f"mentee,mentor,score\na,A,{huge}\n", capacities=f"mentor,capacity\nA,{huge}\n")
    assert solve(folder) == 2
