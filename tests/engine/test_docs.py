"""What the documentation says about the engine is so."""

import re
from pathlib import Path

import pytest

from fairlead.engine.policy import CRITERION_KINDS, RULE_KINDS
from fairlead.engine.rules import RULES
from fairlead.engine.scoring import CRITERIA

DOCS = Path(__file__).parents[2] / "docs"
FORMATS = (DOCS / "file-formats.md").read_text("utf-8")


def test_the_example_in_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / "matching.md").read_text("utf-8"), re.DOTALL)
    exec(block, {})
    assert "{'mentee': 'ada', 'mentor': 'bo'}" in capsys.readouterr().out


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
