import json
import shutil
from pathlib import Path

import pytest

from fairlead.engine.model import TIERS
from tests.cli.commands import match, pairs, report, write, written

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "autumn"
KNOWN = Path(__file__).parents[1] / "engine" / "known" / "mentor_match_small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("mentors.csv", "mentees.csv", "policy.toml"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def test_the_worked_example_of_the_documentation_comes_out_as_it_says(folder: Path) -> None:
    assert match(folder) == 0
    assert pairs(folder) == (EXAMPLE / "pairs.csv").read_text("utf-8")
    told, expected = report(folder), _read(EXAMPLE / "report.json")
    varying = {"seconds": 0, "version": ""}
    assert told | varying == expected | varying


def _read(path: Path) -> dict[str, object]:
    return json.loads(path.read_text("utf-8"))


def _known(tmp_path: Path, policy: str) -> dict[str, object]:
    for name in ("mentors.csv", "mentees.csv"):
        shutil.copy(KNOWN / name, tmp_path / name)
    shutil.copy(KNOWN / policy, tmp_path / "policy.toml")
    assert match(tmp_path) == 0
    return report(tmp_path)


def test_mentor_match_sample_with_one_pair_each_has_35_pairs_and_750_points(tmp_path: Path) -> None:
    told = _known(tmp_path, "one-each.toml")
    assert (told["pairs"], told["total_score"], told["status"]) == (35, 750, "optimal")
    assert len(told["unmatched"]) == 15
    assert pairs(tmp_path).count("\n") == 36


def test_mentor_match_sample_with_three_each_reaches_50_and_49_people_and_1997_points(tmp_path: Path) -> None:
    told = _known(tmp_path, "three-each.toml")
    assert (told["matched_mentees"], told["matched_mentors"], told["total_score"]) == (50, 49, 1997)
    assert told["unmatched"] == []


def test_the_seed_of_the_command_goes_before_that_of_the_policy(folder: Path) -> None:
    assert match(folder, "--seed", 7) == 0
    assert report(folder)["seed"] == 7


def test_locked_pairs_stay_and_forbidden_pairs_are_never_made(folder: Path) -> None:
    write(
        folder,
        locked="mentee,mentor\nfay.okoye@north.example,ana.ilic@north.example\n",
        forbidden="mentee;mentor\nines.costa@coast.example;bo.larsen@north.example\n",
    )
    words = ["--locked", folder / "locked.csv", "--forbidden", folder / "forbidden.csv"]
    assert match(folder, *words) == 0
    made = [tuple(line.split(",")[:2]) for line in pairs(folder).splitlines()[1:]]
    assert ("fay.okoye@north.example", "ana.ilic@north.example") in made
    assert ("ines.costa@coast.example", "bo.larsen@north.example") not in made


def test_a_locked_pair_that_breaks_a_rule_is_refused_with_the_rule(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, locked="mentee,mentor\nfay.okoye@north.example,bo.larsen@north.example\n")
    assert match(folder, "--locked", folder / "locked.csv") == 2
    assert capsys.readouterr().err == (
        f"{folder / 'locked.csv'}: the locked pair 'fay.okoye@north.example', 'bo.larsen@north.example' "
        'breaks a hard rule: rule "not one\'s own line manager" (mentee: bo.larsen@north.example; '
        "mentor: nothing). Unlock it or change the rule.\n"
    )
    assert written(folder) == []


def test_every_bad_cell_of_both_tables_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "mentors.csv", ",8,,", ',"8,5",,')
    change(folder, "mentors.csv", "English; Danish,1", "English; Danish,two")
    change(folder, "mentees.csv", "Inês Costa,Research Services,7", "Inês Costa,Research Services,high")
    change(folder, "mentees.csv", "hana.novak@coast.example", "fay.okoye@north.example")
    change(folder, "mentees.csv", "jens.beck@north.example", "")
    assert match(folder) == 2
    mentors, mentees = folder / "mentors.csv", folder / "mentees.csv"
    number = "expected a number up to a billion with at most six decimals; found"
    twice = "'fay.okoye@north.example' is already on line 2. Keep one of the rows."
    whole = "expected a whole number from 0 on; found 'two'. Write it in digits, such as 2."
    assert capsys.readouterr().err.splitlines() == [
        f"{mentees}, line 4, column email: {twice}",
        f"{mentees}, line 5, column grade: {number} 'high'. Write it like 14.5.",
        f"{mentees}, line 6, column email: expected the id of a mentee, found an empty cell.",
        f"{mentors}, line 2, column grade: {number} '8,5'. Write 8.5.",
        f"{mentors}, line 3, column places: {whole}",
    ]
    assert written(folder) == []


def test_an_empty_place_is_told_when_the_policy_names_no_number_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "policy.toml", 'most = { column = "places", missing = 1 }', 'most = "places"')
    change(folder, "mentors.csv", "English; Danish,1", "English; Danish,")
    assert match(folder) == 2
    assert capsys.readouterr().err == (
        f"{folder / 'mentors.csv'}, line 3, column places: expected a whole number from 0 on; "
        "found an empty cell. Fill it in, or name a number for empty cells: { column = ..., missing = 1 }.\n"
    )


def test_values_outside_an_order_and_lists_where_one_value_is_meant_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = 'order = ["Welcome Centre", "Human Resources"]'
    rule = f'[[rules]]\nkind = "ordinal"\nfield = "unit"\n{order}\nleast = 0\n'
    (folder / "policy.toml").write_text((folder / "policy.toml").read_text() + rule)
    change(folder, "policy.toml", 'lists = ["areas to develop"', 'lists = ["grade", "areas to develop"')
    change(folder, "mentees.csv", "Human Resources,6", "Human Resources,6;7")
    assert match(folder) == 2
    start = f"{folder / 'mentees.csv'}, line "
    told = [
        line.removeprefix(start) for line in capsys.readouterr().err.splitlines() if line.startswith(start)
    ]
    one_of = "expected one of Welcome Centre, Human Resources, or nothing;"
    assert told == [
        "2, column grade: expected one value, not a list; found '6; 7'. Leave the column out of lists.",
        f"3, column unit: {one_of} found 'International Office'. Use a word of the order.",
        f"5, column unit: {one_of} found 'Research Services'. Use a word of the order.",
    ]


def test_columns_that_the_policy_names_must_be_in_the_tables(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "policy.toml", 'important = "most important"', 'important = "most imporant"')
    assert match(folder) == 2
    assert capsys.readouterr().err == (
        f"{folder / 'mentees.csv'}, line 1, column most imporant: expected a column with this heading. "
        "Is it the column 'most important'?\n"
    )


def test_every_wrong_key_of_the_policy_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "policy.toml").write_text(
        'seed = -1\ntiers = ["mentees", "luck"]\nsede = 1\n[mentees]\nid = ""\nlists = 3\nseparator = 1\n'
        'empty = "x"\nmost = "a"\n[mentors]\nid = "email"\nexactly = 1\nleast = 1\n'
        '[[rules]]\nkind = "equals"\n[[rules]]\nkind = "ordinal"\nfeild = "grade"\n'
    )
    start = f"{folder / 'policy.toml'}: "
    assert match(folder) == 2
    lists = "expected a list of headings, or a table of headings and separators, found 3."
    assert [line.removeprefix(start) for line in capsys.readouterr().err.splitlines()] == [
        "mentees.empty: expected a list of words that mean nothing was said, found 'x'.",
        "mentees.id: expected the heading of the column that holds the ids, found ''.",
        f"mentees.lists: {lists}",
        "mentees.separator: expected a text such as ';', found 1.",
    ]
    change(folder, "policy.toml", 'id = ""\nlists = 3\nseparator = 1\nempty = "x"\n', 'id = "email"\n')
    assert match(folder) == 2
    kinds = "equal, not_equal, overlap, no_overlap, not_listed, ordinal, numeric, present"
    needed = "is needed for kind 'ordinal' (or field, for the same on both sides)."
    assert [line.removeprefix(start) for line in capsys.readouterr().err.splitlines()] == [
        "mentors.exactly: expected either exactly, or most and least.",
        f"rules[0].kind: expected one of {kinds}; found 'equals'.",
        "rules[1].feild: unknown key; perhaps 'field' is meant.",
        f"rules[1].mentee: {needed}",
        f"rules[1].mentor: {needed}",
        "rules[1].order: is needed for kind 'ordinal'.",
        "rules[1]: expected least, most or both.",
        "sede: unknown key; perhaps 'seed' is meant.",
        "seed: expected a whole number from 0 on, found -1.",
        f"tiers[1]: expected one of {', '.join(TIERS)}; found 'luck'.",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"seed = = 1\n", ", line 1: is not valid TOML: Invalid value (at line 1, column 8)."),
        (b"seed = 1 # \xe4\n", ": expected a text in UTF-8. Save it so."),
        (b"mentees = 3\n", ": mentees: expected a table, found 3."),
    ],
)
def test_a_policy_that_cannot_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    (folder / "policy.toml").write_bytes(content)
    assert match(folder) == 2
    assert f"{folder / 'policy.toml'}{told}" in capsys.readouterr().err


def test_a_missing_policy_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "policy.toml").unlink()
    assert match(folder) == 2
    assert (
        capsys.readouterr().err == f"{folder / 'policy.toml'}: cannot be read: No such file or directory.\n"
    )


def test_words_that_mean_nothing_count_as_empty(folder: Path) -> None:
    change(folder, "policy.toml", "[mentors]\n", '[mentors]\nempty = ["Yes"]\n')
    assert match(folder) == 0
    assert report(folder)["pairs"] == 0
    assert pairs(folder) == "mentee,mentor,score,reasons\n"


def test_a_minimum_that_cannot_be_kept_ends_with_status_1(folder: Path) -> None:
    change(folder, "policy.toml", 'most = { column = "places", missing = 1 }', "most = 2\nleast = 1")
    assert match(folder) == 1
    told = report(folder)
    assert told["status"] == "infeasible"
    (reason,) = told["reasons"]
    assert (reason["mentor"], reason["kind"]) == ("emil.krause@coast.example", "too_few_partners")
