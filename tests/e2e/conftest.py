"""A real Chromium on a real server: one browser for the run, one context (one person) per page."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_MILLISECONDS = 1000 * int(os.environ.get("E2E_SECONDS", "40"))

# The browser's own loop runs in this thread, and Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=WAIT_MILLISECONDS)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one named in CHROMIUM."""
    words = [os.environ.get("CHROMIUM", ""), *NAMES]
    path = next((found for word in words if word and (found := shutil.which(word))), None)
    if path is None:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def listen(page: Page, complaints: list[str], home: str, expected: tuple[int, ...]) -> None:
    """Note what the page complains of, and whom else it asks, in `complaints`."""

    def hear(message: ConsoleMessage) -> None:
        refused = any(f"responded with a status of {status} " in message.text for status in expected)
        if message.type == "error" and not refused:
            complaints.append(f"console: {message.text}")

    def watch(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(home).netloc:
            complaints.append(f"elsewhere: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("request", watch)


@pytest.fixture
def visitor(chromium: Browser, live_server: Any) -> Iterator[Visit]:
    """Open a fresh browser session: `visitor(width=1280, scheme="light")` gives a page of its own.

    The server's address is the base, so `page.goto("/sign-in/")` works. The test fails at its end when a page
    wrote an error to the console, broke its own content security policy, or asked another host for anything.
    `expected` are the statuses of refusals that belong to the journey; the browser calls them errors.
    """
    complaints: list[str] = []
    contexts = []

    def visit(
        *, width: int = 1280, scheme: str = "light", expected: tuple[int, ...] = (), **more: Any
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale="en-GB",
            timezone_id="Europe/Bratislava",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints, live_server.url, expected)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(visitor: Visit) -> Page:
    """One page at 1280 pixels, in daylight."""
    return visitor()
