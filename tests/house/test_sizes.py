"""Files of at most 400 lines, functions of at most 40."""

import ast
from collections.abc import Iterator

from tests.house.tree import files, texts

FILE_LINES = 400
FUNCTION_LINES = 40


def long_functions(source: str) -> Iterator[str]:
    """The functions of a module that are too long, with their length."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{node.name} ({length} lines)"


def test_files_are_short():
    long = {name: len(text.splitlines()) for name, text in texts(".py") if "/migrations/" not in name}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def test_functions_are_short():
    sources = {name: text for name, text in texts(".py") if "/migrations/" not in name}
    long = {name: found for name, text in sources.items() if (found := list(long_functions(text)))}
    assert long == {}


def test_a_long_function_is_noticed():
    body = "\n".join(f"    x = {number}" for number in range(40))
    assert list(long_functions(f"def long():\n{body}\n")) == ["long (41 lines)"]
    assert list(long_functions(f"def short():\n{body[: body.rindex(chr(10))]}\n")) == []


def test_there_are_files_to_look_at():
    assert len(files(".py")) > 50
