"""A table that scrolls sideways is reached by keyboard; one that stacks on a phone needs nothing."""

import re
from pathlib import Path

import fairlead

WRAPPED = re.compile(r'<div class="table-wrap"([^>]*)>\s*<table class="([^"]*)"')
FITTING = {"table--stack", "table--bars"}


def out_of_reach(template: str) -> list[str]:
    """The classes of each table that can grow wider than a phone and that no keyboard scrolls."""
    return [
        classes
        for given, classes in WRAPPED.findall(template)
        if 'tabindex="0"' not in given and not FITTING & set(classes.split())
    ]


def test_every_table_stacks_or_is_scrolled_by_keyboard():
    templates = sorted(Path(fairlead.__file__).parent.glob("*/templates/**/*.html"))
    assert len(templates) > 100
    found = {str(path): out_of_reach(path.read_text(encoding="utf-8")) for path in templates}
    assert {path: tables for path, tables in found.items() if tables} == {}


def test_table_out_of_reach_is_found():
    assert out_of_reach('<div class="table-wrap"><table class="table">') == ["table"]
    assert out_of_reach('<div class="table-wrap"><table class="table table--stack">') == []
    assert out_of_reach('<div class="table-wrap" role="group" tabindex="0"><table class="table">') == []
