"""What the documentation says about the engine is so."""

import re
import tomllib
from pathlib import Path

import pytest

from fairlead.engine.model import TIERS
from fairlead.engine.policy import CRITERION_KINDS, RULE_KINDS, Group, Policy
from fairlead.engine.rules import RULES
from fairlead.engine.scoring import CRITERIA

DOCS = Path(__file__).parents[2] / "docs"
FORMATS = (DOCS / "file-formats.md").read_text("utf-8")


def test_the_example_in_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / "matching.md").read_text("utf-8"), re.DOTALL)
    exec(block, {})
    assert "{'mentee': 'ada', 'mentor': 'bo'}" in capsys.readouterr().out


def test_every_tier_has_a_row_in_the_documentation() -> None:
    table = FORMATS.split("### What is best: the tiers")[1].split("\n### ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == TIERS


def test_the_quotas_shown_in_the_documentation_are_read_as_it_says() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", FORMATS, re.DOTALL)
    quotas = Policy.from_mapping(tomllib.loads(block)).quotas
    north, coast, each = Group("institution", "North"), Group("institution", "Coast"), Group("institution")
    assert [(one.mentees, one.mentors, one.least, one.most) for one in quotas] == [
        (None, north, 0, 10),
        (north, coast, 2, None),
        (None, each, 0, 20),
        (each, each, 0, 5),
        (None, None, 0, None),
    ]
    assert [(one.across, one.percent) for one in quotas[3:]] == [(None, 0), ("institution", 40)]
    assert [(one.mentees, one.mentors, one.least, one.most) for one in quotas[3].exceptions] == [
        ("North", "Coast", None, 8),
        ("North", "North", None, 0),
    ]


def test_every_kind_has_a_function_and_a_row_in_the_documentation() -> None:
    assert set(RULES) == set(RULE_KINDS)
    assert set(CRITERIA) == set(CRITERION_KINDS)
    rules, criteria = FORMATS.split("**Rules**")[1].split("**Criteria**")
    rows = [
        set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) for text in (rules, criteria.split("## ")[0])
    ]
    assert rows == [set(RULE_KINDS), set(CRITERION_KINDS)]


def test_every_setting_of_every_kind_is_in_the_documentation() -> None:
    for kinds in (RULE_KINDS, CRITERION_KINDS):
        for kind in kinds.values():
            for setting in (*kind.needs, *kind.allows):
                assert f"`{setting}`" in FORMATS or f"`{setting} = " in FORMATS, setting
