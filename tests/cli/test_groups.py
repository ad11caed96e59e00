"""Classes, quotas and people kept together through the command line, as people run it."""

from pathlib import Path

import pytest

from tests.cli.commands import match, pairs, report, run, solve, write

POLICY = """
[mentees]
id = "id"
priority = { column = "waiting", order = ["long", "second attempt"] }
together = "team"
[mentors]
id = "id"
most = 2
[[criteria]]
kind = "equal"
field = "area"
points = 5
[[quotas]]
label = "places of North"
mentors = { column = "campus", value = "North" }
most = 2
[[quotas]]
pairs_of = "campus"
most = 1
exceptions = [{ mentees = "Coast", mentors = "East", most = 0 }]
"""
MENTEES = """id,waiting,team,area,campus
ada,,,tax,Coast
bea,long,x,visa,Coast
cai,lonk,x,tax,North
dan,second attempt,,visa,North
"""
MENTORS = "id,area,campus\nNia,tax,North\nNoa,visa,North\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, mentees=MENTEES, mentors=MENTORS)
    (tmp_path / "policy.toml").write_text(POLICY, "utf-8")
    return tmp_path


def test_match_serves_classes_keeps_quotas_and_people_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """North has two places, one of them for Coast: bea comes first, cai with her."""
    assert match(folder) == 0
    assert [row.split(",")[:3] for row in pairs(folder).splitlines()[1:]] in (
        [["bea", "Nia", "0"], ["cai", "Nia", "5"]],
        [["bea", "Noa", "5"], ["cai", "Noa", "0"]],
    )
    told = capsys.readouterr()
    mend = "Use a word of the order, or name this one in empty."
    notes = [
        (
            f"{folder / 'mentees.csv'}, line 4, column waiting: 'lonk' is not in the order of the classes; "
            f"this mentee is of no class. {mend}"
        ),
        f"{folder / 'policy.toml'}: quotas: no mentor has 'East' in the column 'campus'.",
    ]
    assert told.err.splitlines() == [f"note: {one}" for one in notes]
    assert told.out == "optimal: 2 of 4 mentees and 1 of 2 mentors in 2 pairs, total score 5.\n"
    found = report(folder)
    assert found["notes"] == notes
    assert found["tiers"][1] == {
        "name": "priority",
        "value": {"long": 1, "second attempt": 0},
        "bound": {"long": 1, "second attempt": 0},
    }


def test_verify_tells_broken_quotas_and_people_apart(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, made="mentee,mentor\nada,Nia\nbea,Noa\ndan,Noa\n")
    (folder / "mentees.csv").write_text(MENTEES.replace("lonk", ""), "utf-8")
    words = [word for side in ("mentors", "mentees") for word in (f"--{side}", folder / f"{side}.csv")]
    words += ["--policy", folder / "policy.toml", "--pairs", folder / "made.csv"]
    assert run("verify", *words, "--report", folder / "report.json") == 1
    made = folder / "made.csv"
    assert capsys.readouterr().out.splitlines()[:4] == [
        "invalid: the pairs break what must be kept.",
        f"{made}: quota 'places of North' (mentors of North) counts 3 pairs, and is to count at most 2.",
        (
            f"{made}: quota 'quota_2' (mentees of Coast with mentors of North) counts 2 pairs, "
            "and is to count at most 1."
        ),
        f"{made}: bea and cai are to be kept together, but not all of them have the same mentors.",
    ]
    broken = report(folder)["broken"]
    assert [{key: one[key] for key in one if key != "reason"} for one in broken] == [
        {"kind": "over_quota", "line": None, "quota": "quota_1"},
        {"kind": "over_quota", "line": None, "quota": "quota_2[Coast>North]"},
        {"kind": "not_together", "line": None, "mentees": ["bea", "cai"]},
    ]


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    write(
        tmp_path,
        edges="mentee,mentor,score\na,A,9\nb,A,8\nb,B,1\nc,A,7\nc,B,3\n",
        capacities="mentor,most,group\nA,3,n\nB,3,s\n",
        mentees="mentee,group\na,x\nb,y\nc,y\n",
        quotas="mentees,mentors,least,most\ny,n,,1\n",
    )
    return tmp_path


def test_solve_keeps_a_quota_between_two_groups(scored: Path) -> None:
    options = ("--mentees", scored / "mentees.csv", "--quotas", scored / "quotas.csv")
    assert solve(scored, *options) == 0
    assert pairs(scored) == "mentee,mentor,score\na,A,9\nb,A,8\nc,B,3\n"
    assert report(scored)["worst_pair"] == {"mentee": "c", "mentor": "B", "score": 3}


def test_a_quota_that_cannot_be_kept_is_told_with_what_would_do(
    scored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(scored, quotas="mentees,mentors,least,most,key\n,s,3,,coast\n")
    options = ("--mentees", scored / "mentees.csv", "--quotas", scored / "quotas.csv")
    assert solve(scored, *options) == 1
    assert pairs(scored) == "mentee,mentor,score\n"
    said = (
        "quota 'coast' (mentors of s) is to count at least 3, but so many pairs with places are not allowed "
        "there: set the least number of pairs of it to 2, or allow more."
    )
    assert capsys.readouterr().err == f"{said}\n"
    (reason,) = report(scored)["reasons"]
    assert (reason["quota"], reason["given"], reason["needed"], reason["reason"]) == ("coast", 3, 2, said)


@pytest.mark.parametrize(("tiers", "total"), [("mentees,score", 15), ("mentees,worst,score", 12)])
def test_fairness_may_come_before_the_total(scored: Path, tiers: str, total: int) -> None:
    write(
        scored,
        edges="mentee,mentor,score\na,A,12\na,B,6\nb,A,6\nb,B,3\n",
        capacities="mentor,most\nA,1\nB,1\n",
    )
    assert solve(scored, "--tiers", tiers) == 0
    assert report(scored)["total_score"] == total


def test_the_steps_towards_the_worst_off_are_reported_on_request(scored: Path) -> None:
    write(
        scored,
        edges="mentee,mentor,score\na,A,1.5\na,B,0.5\nb,A,0.5\nb,B,0.25\n",
        capacities="mentor,most\nA,1\nB,1\n",
    )
    assert solve(scored, "--frontier") == 0
    found = report(scored)
    assert found["frontier_complete"] is True
    assert found["frontier"][:2] == [
        {
            "worst_score": 0.25,
            "matched_mentees": 2,
            "total_score": 1.75,
            "mentees_less": 0,
            "score_less": 0,
        },
        {
            "worst_score": 0.5,
            "matched_mentees": 2,
            "total_score": 1,
            "mentees_less": 0,
            "score_less": 0.75,
        },
    ]
    assert solve(scored) == 0
    assert "frontier" not in report(scored)


ACROSS = """
[mentees]
id = "id"
least = 1
[mentors]
id = "id"
most = 3
[[rules]]
kind = "equal"
field = "area"
[[criteria]]
kind = "equal"
field = "campus"
points = 5
[[quotas]]
label = "exchange"
across = "campus"
percent = 50
"""


def test_a_percentage_of_pairs_across_campuses_is_kept_and_its_proof_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        tmp_path,
        mentees="id,area,campus\nada,tax,North\nbea,tax,North\n",
        mentors="id,area,campus\nNia,tax,North\nCol,tax,Coast\n",
    )
    (tmp_path / "policy.toml").write_text(ACROSS, "utf-8")
    assert match(tmp_path) == 0
    made = {row.split(",")[1] for row in pairs(tmp_path).splitlines()[1:]}
    assert made == {"Nia", "Col"}
    files = [f"--{name}={tmp_path / name}.csv" for name in ("mentees", "mentors", "pairs")]
    assert run("verify", *files, f"--policy={tmp_path / 'policy.toml'}") == 0
    assert "optimal: nothing is broken" in capsys.readouterr().out


def test_the_percentage_that_would_do_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path,
        mentees="id,area,campus\nada,tax,North\nbea,tax,North\ndee,tax,North\ncai,visa,North\n",
        mentors="id,area,campus\nNia,tax,North\nCol,visa,Coast\n",
    )
    (tmp_path / "policy.toml").write_text(ACROSS, "utf-8")
    assert match(tmp_path) == 1
    (reason,) = report(tmp_path)["reasons"]
    assert (reason["limit"], reason["given"], reason["needed"]) == ("quota_percent", 50, 25)
    told = capsys.readouterr().err
    assert "(pairs across campus) is to count at least 50 % of all pairs, which cannot be kept" in told
    assert "set the percentage of it to 25" in told
