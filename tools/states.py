"""Draw the tables of states into docs/states.md: `python tools/states.py`."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db.models import TextChoices

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "states.md"
HEAD = """# States

What may follow what. Each table stands in the code beside its states and is the only way to move
(`kernel/states.py`); this page is drawn from them by `python tools/states.py`, and a test keeps it true.
"""
Moves = Mapping[TextChoices, frozenset[TextChoices]]


def tables() -> Iterator[tuple[str, type[TextChoices], Moves]]:
    """Context, states and moves of every table in the house, sorted by context and name."""
    import fairlead

    modules = pkgutil.walk_packages(fairlead.__path__, "fairlead.")
    named = [module.name for module in modules if module.name.rsplit(".", 1)[-1] in {"enums", "models"}]
    found: dict[tuple[str, str], tuple[type[TextChoices], Moves]] = {}
    for name in sorted(named):
        module = importlib.import_module(name)
        for word, moves in vars(module).items():
            if word.endswith("MOVES") and moves:
                states = type(next(iter(moves)))
                found.setdefault((name.split(".")[-2], states.__name__), (states, moves))
    for (context, _), (states, moves) in sorted(found.items()):
        yield context, states, moves


def drawn(context: str, states: type[TextChoices], moves: Moves) -> str:
    """One table as a heading, a sentence, a diagram and a list."""
    first = next(iter(states))
    lines = [f"## {context}: {states.__name__}", "", (states.__doc__ or "").strip(), "", "```mermaid"]
    lines += ["stateDiagram-v2", f"    [*] --> {first.value}"]
    for state in states:
        after = [follower.value for follower in states if follower in moves[state]] or ["[*]"]
        lines += [f"    {state.value} --> {follower}" for follower in after]
    lines += ["```", "", "| State | Means | May become |", "|---|---|---|"]
    for state in states:
        after = [f"`{follower.value}`" for follower in states if follower in moves[state]]
        lines.append(f"| `{state.value}` | {state.label} | {', '.join(after) or 'nothing: final'} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(drawn(*table) for table in tables())])


def main() -> int:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
