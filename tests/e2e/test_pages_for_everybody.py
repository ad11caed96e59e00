"""The pages of the demo, of every role, in light and dark: nothing that axe objects to, nothing too wide."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone
from playwright.sync_api import Error, Page

from fairlead.portal.demo import SIGN_INS
from fairlead.portal.demo.telling import tell
from tests.e2e.axe import violations
from tests.e2e.scene import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 360
STRANGERS = ["/sign-in/", "/take-part/", "/verify/"]
# Letters are shown as they were sent, whatever is in them.
SKIPPED = {"notifications:letter"}
OFTEN = 2
LINKS = "all => [...new Set(all.map(one => one.getAttribute('href').split(/[?#]/)[0]))]"
DRAWN = "text/html"


def name_of(path: str) -> str:
    """Which page an address is; empty when it is none of ours."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def drawn(page: Page, path: str) -> bool:
    """Open an address; False where it gives a file to keep."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
            return False
        raise
    return answer is not None and DRAWN in answer.headers.get("content-type", "")


def walk(page: Page, start: list[str], seen: Counter[str]) -> Iterator[str]:
    """Open each kind of page that can be reached, and say what is wrong with it."""
    waiting, here = list(start), set()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in here or name in SKIPPED or seen[name] >= OFTEN:
            continue
        here.add(name)
        seen[name] += 1
        if not drawn(page, path):
            continue
        yield from violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE:
            yield f"{page.url} is wider than a phone"
        waiting += page.locator("main a[href^='/'], nav a[href^='/']").evaluate_all(LINKS)


def test_pages_of_every_role_can_be_used_by_everybody(visitor):
    tell(at=timezone.now())
    seen: Counter[str] = Counter()
    found = list(walk(visitor(width=PHONE), STRANGERS, seen))
    for one in SIGN_INS:
        page = visitor(width=PHONE)
        sign_in(page, one.email, one.password)
        found += walk(page, ["/"], seen)
    assert not found, "\n".join(found)
    assert len(seen) > 80
