import random
from pathlib import Path

import pytest

from fairlead.engine.model import TIERS
from tests.cli.commands import pairs, report, run, solve, write, written

EDGES = "mentee,mentor,score\na,A,1\nb,A,0\nc,A,0.75\na,B,0.5\nb,B,0.5\nc,B,1\n"
CAPACITIES = "mentor,capacity\nA,1\nB,2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, edges=EDGES, capacities=CAPACITIES)
    return tmp_path


def test_the_best_pairs_and_a_report_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\na,A,1\nb,B,0.5\nc,B,1\n"
    told = report(folder)
    assert {
        key: told[key] for key in ("status", "matched_mentees", "matched_mentors", "pairs", "total_score")
    } == {
        "status": "optimal",
        "matched_mentees": 3,
        "matched_mentors": 2,
        "pairs": 3,
        "total_score": 2.5,
    }
    assert told["tiers"] == [
        {"name": "mentees", "value": 3, "bound": 3},
        {"name": "score", "value": 2.5, "bound": 2.5},
    ]
    assert (told["unmatched"], told["seed"], told["version"]) == ([], 0, "0.1.0")
    assert capsys.readouterr().out == (
        "optimal: 3 of 3 mentees and 2 of 2 mentors in 3 pairs, total score 2.5.\n"
    )


def test_semicolons_windows_encoding_and_line_ends_are_recognised(folder: Path) -> None:
    (folder / "edges.csv").write_bytes("mentee;mentor;score\r\nJosé;A;3\r\nŠimon;B;2\r\n".encode("cp1252"))
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\nJosé,A,3\nŠimon,B,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_and_encoding_make_no_difference(folder: Path, encoding: str, delimiter: str) -> None:
    text = EDGES.replace("\na,", "\nà,").replace(",", delimiter)
    (folder / "edges.csv").write_bytes(text.encode(encoding))
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\nb,B,0.5\nc,B,1\nà,A,1\n"


def test_line_breaks_inside_quotes_belong_to_the_name(folder: Path) -> None:
    write(folder, edges='mentee,mentor,score\n"a\nb",A,1\nc,B,x\n')
    assert solve(folder) == 2
    write(folder, edges='mentee,mentor,score\n"a\nb",A,1\n')
    assert solve(folder) == 0
    assert pairs(folder) == 'mentee,mentor,score\n"a\nb",A,1\n'


def test_headings_are_found_in_any_case_and_order(folder: Path) -> None:
    write(folder, edges=" Score ,MENTOR,Mentee,note\n5,A,a,x\n")
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\na,A,5\n"


def test_shuffled_rows_give_the_same_files(folder: Path) -> None:
    draw = random.Random(5)
    rows = [f"e{i},o{j},{draw.randint(0, 2)}" for i in range(8) for j in range(6)]
    capacities = [f"o{j},{j % 3}" for j in range(6)]
    found = set()
    for _ in range(5):
        draw.shuffle(rows)
        draw.shuffle(capacities)
        write(
            folder,
            edges="\n".join(["mentee,mentor,score", *rows]),
            capacities="\n".join(["mentor,capacity", *capacities]),
        )
        assert solve(folder) == 0
        found.add((pairs(folder), str(report(folder)["unmatched"])))
    assert len(found) == 1


def test_another_seed_settles_ties_in_another_way(folder: Path) -> None:
    edges = "".join(f"e{i},o{j},1\n" for i in range(5) for j in range(5))
    write(folder, edges=f"mentee,mentor,score\n{edges}")
    write(folder, capacities="mentor,capacity\n" + "".join(f"o{j},1\n" for j in range(5)))
    found = set()
    for seed in range(5):
        assert solve(folder, "--seed", seed) == 0
        assert report(folder)["seed"] == seed
        found.add(pairs(folder))
    assert len(found) == 5


def test_minimums_mentees_limits_and_locks_are_kept(folder: Path) -> None:
    write(
        folder,
        edges="mentee,mentor,score\na,A,9\na,B,1\nb,A,9\nb,B,0\nc,A,5\n",
        capacities="mentor,capacity,minimum\nA,3,\nB,2,1\n",
        mentees="mentee,capacity,minimum\na,2,2\nb,,\nc,0,\nd,1,0\n",
        locked="mentee,mentor\nb,A\n",
    )
    words = ["--mentees", folder / "mentees.csv", "--locked", folder / "locked.csv", "--mentors-too"]
    assert solve(folder, *words) == 0
    assert pairs(folder) == "mentee,mentor,score\na,A,9\na,B,1\nb,A,9\n"
    told = report(folder)
    assert [tier["name"] for tier in told["tiers"]] == ["mentees", "mentors", "score"]
    assert [(one["mentee"], one["kind"]) for one in told["unmatched"]] == [
        ("c", "no_place_of_own"),
        ("d", "no_allowed_mentor"),
    ]
    assert told["unmatched"][1]["reason"] == "No pair with a mentor is given."


def test_impossible_limits_give_exit_status_1_and_the_reasons(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, capacities="mentor,capacity,minimum\nA,3,2\nB,2,2\n")
    assert solve(folder) == 1
    assert pairs(folder) == "mentee,mentor,score\n"
    told = report(folder)
    assert (told["status"], told["pairs"], told["matched_mentees"]) == ("infeasible", 0, 0)
    assert len(told["unmatched"]) == 3
    (reason,) = told["reasons"]
    assert (reason["kind"], reason["limit"], reason["given"], reason["needed"]) == (
        "shortfall",
        "mentor_least",
        2,
        1,
    )
    assert "No pairing keeps all limits" in capsys.readouterr().out


def test_twenty_papers_and_five_reviewers_without_a_pair_are_impossible(folder: Path) -> None:
    write(
        folder,
        edges="mentee,mentor,score\n",
        capacities="mentor,capacity,minimum\n" + "".join(f"r{j},20,5\n" for j in range(5)),
        mentees="mentee,capacity,minimum\n" + "".join(f"p{i},3,3\n" for i in range(20)),
    )
    assert solve(folder, "--mentees", folder / "mentees.csv") == 1
    reasons = report(folder)["reasons"]
    assert [reason["kind"] for reason in reasons] == ["too_few_partners"] * 25
    assert reasons[0]["reason"] == (
        "mentee p0 is to have at least 3, but has not so many allowed partners with a place: "
        "set the least number of mentors of mentee p0 to 0, or allow more."
    )


def test_every_bad_row_is_told_with_line_column_and_mend(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        edges='mentee,mentor,score\na,A,1\na,A,2\n,B,1\nb,,1\nb,B,\nc,B,nan\nd,B,inf\ne,B,"0,5"\nf,Z,1\ng,B\n'
        "h,B,1e30\ni,B,abc\n",
        capacities="mentor,capacity\nA,-1\nB,two\nB,1\n,1\nC,1.5\n",
    )
    assert solve(folder) == 2
    assert written(folder) == []
    edges, capacities = folder / "edges.csv", folder / "capacities.csv"
    whole = "expected a whole number from 0 on, found"
    digits = "Write it in digits, such as 2."
    plain = "Write it like 12, 0.75 or -3."
    finite = "Leave the row out if the pair is not allowed."
    quotes = "Put a text that holds the delimiter into quotation marks."
    add = "Add a row there, or give --mentor-most for mentors who are not in it."
    wide = "expected a number of at most 15 digits before and 40 after the point, found '1e30'."
    assert capsys.readouterr().err.splitlines() == [
        f"{capacities}, line 2, column capacity: {whole} '-1'. {digits}",
        f"{capacities}, line 3, column capacity: {whole} 'two'. {digits}",
        f"{capacities}, line 4, column mentor: 'B' is already on line 3. Keep one of the rows.",
        f"{capacities}, line 5, column mentor: expected the id of a mentor, found an empty cell.",
        f"{capacities}, line 6, column capacity: {whole} '1.5'. {digits}",
        f"{edges}, line 3: the pair 'a', 'A' is already on line 2. Keep one of the rows.",
        f"{edges}, line 4, column mentee: expected the id of a mentee, found an empty cell.",
        f"{edges}, line 5, column mentor: expected the id of a mentor, found an empty cell.",
        f"{edges}, line 6, column score: expected a number, found an empty cell. {plain}",
        f"{edges}, line 7, column score: expected a finite number, found 'nan'. {finite}",
        f"{edges}, line 8, column score: expected a finite number, found 'inf'. {finite}",
        f"{edges}, line 9, column score: expected a number, found '0,5'. Write 0.5.",
        f"{edges}, line 10, column mentor: 'Z' is not in the file of capacities. {add}",
        f"{edges}, line 11: expected 3 cells as in the first row, found 2. {quotes}",
        f"{edges}, line 12, column score: {wide}",
        f"{edges}, line 13, column score: expected a number, found 'abc'. {plain}",
    ]


def test_very_many_faults_are_counted_after_the_first_fifty(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, edges="mentee,mentor,score\n" + "".join(f"e{i},A,x\n" for i in range(80)))
    assert solve(folder) == 2
    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[-1]) == (51, "... and 30 more")


@pytest.mark.parametrize(
    ("edges", "told"),
    [
        ("", "line 1: expected a first row with headings; the file is empty."),
        (
            "mentee,mentor,scores\na,A,1\n",
            "line 1, column score: expected a column with this heading. Is it the column 'scores'?",
        ),
        (
            "mentee,mentor,score,score\na,A,1,1\n",
            "line 1, column score: the heading is there twice. Rename or remove one.",
        ),
        (
            'mentee,mentor,score\na,"A,1\nb,B,1\n',
            (
                "line 2: a quotation mark is not closed properly. "
                "Close each quotation mark, and write one inside a text twice."
            ),
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], edges: str, told: str
) -> None:
    write(folder, edges=edges)
    assert solve(folder) == 2
    assert capsys.readouterr().err == f"{folder / 'edges.csv'}, {told}\n"


@pytest.mark.parametrize("begins", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_is_to_be_saved_as_text_first(
    folder: Path, capsys: pytest.CaptureFixture[str], begins: bytes
) -> None:
    (folder / "edges.csv").write_bytes(begins + bytes(100))
    assert solve(folder) == 2
    assert capsys.readouterr().err == (
        f"{folder / 'edges.csv'}: expected a table as text, found a workbook of a spreadsheet program. "
        "Save the sheet as CSV there.\n"
    )


def test_a_missing_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "edges.csv").unlink()
    assert solve(folder) == 2
    assert capsys.readouterr().err == f"{folder / 'edges.csv'}: cannot be read: No such file or directory.\n"


def test_places_can_be_given_for_all_mentors_instead_of_a_file(folder: Path) -> None:
    words = ["solve", "--edges", folder / "edges.csv", "--out", folder / "pairs.csv"]
    words += ["--report", folder / "report.json"]
    assert run(*words) == 2
    assert run(*words, "--mentor-most", 1, "--mentor-least", 1) == 0
    assert report(folder)["pairs"] == 2
    assert run(*words, "--mentor-most", 3, "--mentee-most", 2, "--mentee-least", 2) == 0
    assert report(folder)["pairs"] == 6


def test_unknown_tiers_and_unknown_people_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solve(folder, "--tiers", "score,luck") == 2
    assert f"expected some of {', '.join(TIERS)}," in capsys.readouterr().err
    write(folder, locked="mentee,mentor\na,Z\n", mentees="mentee\na\nb\n", nothing="x,y\n1,2\n")
    assert solve(folder, "--locked", folder / "locked.csv") == 2
    assert "expected the id of a mentor of this run, found 'Z'." in capsys.readouterr().err
    assert solve(folder, "--mentees", folder / "mentees.csv") == 2
    assert "'c' is not in the file of mentees." in capsys.readouterr().err
    assert solve(folder, "--locked", folder / "nothing.csv") == 2
    assert solve(folder, "--mentees", folder / "nothing.csv") == 2
    write(folder, locked="mentee,mentor\na,A\n", edges="mentee,mentor,score\na,B,1\n")
    capsys.readouterr()
    assert solve(folder, "--locked", folder / "locked.csv") == 2
    assert "the pair 'a', 'A' has no score." in capsys.readouterr().err


def test_the_order_of_importance_can_be_chosen(folder: Path) -> None:
    write(
        folder,
        edges="mentee,mentor,score\na,A,10\nb,A,1\na,B,1\nb,C,-5\n",
        capacities="mentor,capacity\nA,1\nB,1\nC,1\n",
    )
    assert solve(folder, "--tiers", "score") == 0
    assert pairs(folder) == "mentee,mentor,score\na,A,10\n"
    (left,) = report(folder)["unmatched"]
    assert left["kind"] == "others_first"
    assert left["reason"].startswith("A pair would be possible, but the whole is better without it.")
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\na,A,10\nb,C,-5\n"


def test_outputs_that_would_do_harm_are_refused_before_any_work(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edges, capacities = folder / "edges.csv", folder / "capacities.csv"
    words = ["solve", "--edges", edges, "--capacities", capacities]
    assert run(*words, "--out", edges, "--report", folder / "r.json") == 2
    assert run(*words, "--out", folder / "same", "--report", folder / "same") == 2
    assert run(*words, "--out", folder, "--report", folder / "r.json") == 2
    assert run(*words, "--out", folder / "nowhere" / "p.csv", "--report", folder / "r.json") == 2
    assert edges.read_text() == EDGES
    assert sorted(path.name for path in folder.iterdir()) == ["capacities.csv", "edges.csv"]
    assert capsys.readouterr().err.count("\n") == 4


def test_names_that_look_like_formulas_are_made_harmless_and_numbers_are_not(folder: Path) -> None:
    write(
        folder,
        edges='mentee,mentor,score\n=1+1,A,-1\n@x,B,2\n-5,B,1\n"+44 1",C,1\n',
        capacities="mentor,capacity\nA,1\nB,2\nC,1\n",
    )
    assert solve(folder) == 0
    assert pairs(folder) == "mentee,mentor,score\n'+44 1,C,1\n-5,B,1\n'=1+1,A,-1\n'@x,B,2\n"


def test_results_can_be_sent_to_a_device(folder: Path) -> None:
    words = ["solve", "--edges", folder / "edges.csv", "--capacities", folder / "capacities.csv"]
    assert run(*words, "--out", "/dev/null", "--report", folder / "report.json") == 0
    assert written(folder) == ["report.json"]
    assert Path("/dev/null").is_char_device()


def test_stable_pairs_follow_the_ranks_of_both_sides(folder: Path) -> None:
    write(
        folder,
        preferences="mentee,mentor,mentee_rank,mentor_rank\na,A,1,2\na,B,2,1\nb,A,1,1\nb,B,2,2\nc,A,1,3\nd,B,1,\n",
        capacities="mentor,capacity\nA,1\nB,1\n",
    )
    words = ["solve", "--preferences", folder / "preferences.csv", "--capacities", folder / "capacities.csv"]
    words += ["--out", folder / "pairs.csv", "--report", folder / "report.json"]
    assert run(*words) == 0
    assert pairs(folder) == "mentee,mentor,mentee_rank\na,B,2\nb,A,1\n"
    assert report(folder)["unmatched"] == [
        {"mentee": "c", "reason": "Every mentor on both lists (1) is full with mentees of a better rank."},
        {"mentee": "d", "reason": "No mentor is acceptable to this mentee and accepts this mentee."},
    ]
    assert run(*words, "--mentee-most", 2) == 2


def test_bad_ranks_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        folder,
        preferences="mentee,mentor,mentee_rank,mentor_rank\na,A,1,1\na,B,1,x\n,A,1,1\nb,Z,1,1\n",
        wrong="mentee,mentor\n",
    )
    words = ["solve", "--capacities", folder / "capacities.csv", "--out", folder / "pairs.csv"]
    words += ["--report", folder / "report.json"]
    assert run(*words, "--preferences", folder / "preferences.csv") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(", ", 1)[1].split(":")[0] for line in lines] == [
        "line 3, column mentee_rank",
        "line 3, column mentor_rank",
        "line 4, column mentee",
        "line 5, column mentor",
    ]
    assert run(*words, "--preferences", folder / "wrong.csv") == 2
    assert written(folder) == []


def test_a_negative_number_is_no_limit(folder: Path) -> None:
    with pytest.raises(SystemExit):
        solve(folder, "--mentor-most", -1)


def test_very_many_unmatched_mentees_are_told_in_short(folder: Path) -> None:
    write(
        folder,
        edges="mentee,mentor,score\n" + "".join(f"e{i},A,1\n" for i in range(150)),
        mentees="mentee\n" + "".join(f"e{i}\n" for i in range(151)),
    )
    assert solve(folder, "--mentees", folder / "mentees.csv") == 0
    told = report(folder)["unmatched"]
    assert len(told) == 150
    assert {(one["kind"], one["allowed_mentors"]) for one in told} == {
        ("mentors_full", 1),
        ("no_allowed_mentor", 0),
    }
    assert "next_best" not in told[0]


def test_empty_rows_and_trailing_delimiters_do_no_harm(folder: Path) -> None:
    write(folder, edges="mentee,mentor,score,\na,A,1,\n\n,,,\n  ,\nb,B,2,,\n")
    assert solve(folder) == 0
    assert report(folder)["pairs"] == 2
