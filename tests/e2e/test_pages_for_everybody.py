"""The pages of the demo, of every role, in light and dark: nothing that axe objects to, nothing too wide."""

from collections import Counter

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone
from playwright.sync_api import Page

from fairlead.portal.demo import SIGN_INS
from fairlead.portal.demo.telling import tell
from tests.e2e.axe import violations
from tests.e2e.scene import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.longest]
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


class Walk:
    """What has been looked at, and what was found."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.files: set[str] = set()
        self.found: list[str] = []

    def go(self, page: Page, *start: str) -> None:
        """Open each kind of page that can be reached from there, and note what is wrong with it."""
        waiting, here = list(start), set(SKIPPED)
        while waiting:
            path = waiting.pop(0)
            name = name_of(path)
            often = self.seen[name] >= OFTEN and path not in start
            if not name or name in here or often or self.is_file(page, path, name):
                continue
            here.add(name)
            self.seen[name] += 1
            page.goto(path)
            self.found += violations(page, dark=self.seen[name] == 1)
            if page.evaluate("document.documentElement.scrollWidth") > PHONE:
                self.found.append(f"{page.url} is wider than a phone")
            waiting += page.locator("main a[href^='/'], nav a[href^='/']").evaluate_all(LINKS)

    def is_file(self, page: Page, path: str, name: str) -> bool:
        """Whether the address gives something to keep instead of a page; asked once of each kind."""
        if name not in self.files and not self.seen[name]:
            kind = page.request.get(path).headers.get("content-type", "")
            if DRAWN not in kind:
                self.files.add(name)
        return name in self.files


def test_pages_of_every_role_can_be_used_by_everybody(visitor):
    tell(at=timezone.now())
    walk = Walk()
    walk.go(visitor(width=PHONE), *STRANGERS)
    for one in SIGN_INS:
        page = visitor(width=PHONE)
        sign_in(page, one.email, one.password)
        walk.go(page, "/")
    assert not walk.found, "\n".join(walk.found)
    assert len(walk.seen) > 100
