"""A headless Chromium for the tests: offline, and everything it says is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESK, PHONE = (1280, 900), (390, 844)
# what a fresh browser would ask its maker is no business of a page
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none",
]  # fmt: skip


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def open_browser(executable: str) -> Iterator[Browser]:
    """Start a browser; nothing of it is left at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that is open, what its console said, and what it asked of others than the disk."""

    page: Page
    site: Path
    said: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open a page of the site, by its address in it."""
        self.page.goto(f"file://{self.site}/{address}")
        self.page.wait_for_load_state("load")
        # by locators: a function that is polled is evaluated from a string, which the pages' policy forbids
        for chart in self.page.locator("[data-chart]").all():
            chart.locator("svg").first.wait_for(state="attached")


@contextmanager
def visit(
    browser: Browser, site: Path, size: tuple[int, int] = DESK, scheme: Any = "light", **options: Any
) -> Iterator[Visit]:
    """Open a window without a network."""
    viewport: Any = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, offline=True, **options)
    opened = Visit(context.new_page(), site)
    opened.page.on("console", lambda message: opened.said.append(message.text))
    opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
    context.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else opened.requests.append(request.url),
    )
    yield opened
    context.close()
