"""Whether a page can be used by everybody, as far as a machine can tell: axe-core in the page itself."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_LIGHT = {"type": "tag", "values": STANDARD}
# What else axe looks at is the same by night.
IN_DARK = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LOOK = """runOnly => axe.run({runOnly, resultTypes: ["violations"], preload: false})
    .then(answer => answer.violations)"""


def violations(page: Page, *, dark: bool = True) -> list[str]:
    """What axe finds on the page as it stands, in light and, if wanted, in dark: rule, where, and why."""
    page.evaluate(AXE_SCRIPT)
    found = []
    schemes: dict[Literal["light", "dark"], dict[str, Any]] = {"light": IN_LIGHT, "dark": IN_DARK}
    for scheme, rules in list(schemes.items())[: 1 + dark]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [
            f"{page.url} ({scheme}) {one['id']}: {node['target']} {_why(node)}"
            for one in page.evaluate(LOOK, rules)
            for node in one["nodes"]
        ]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def assert_accessible(page: Page) -> None:
    """The page has nothing that axe objects to, in either theme."""
    found = violations(page)
    assert not found, "\n".join(found)


def _why(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())[:200]
