"""A browser without a window, as people have it: it shows pages that are files, and tells what they did."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from playwright.sync_api import sync_playwright

from tests.programs import wanted

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Page, Route

__all__ = ["Show", "Shown", "paper", "started"]

#: A page of a PDF file, and its size in points.
SHEET: Final = re.compile(rb"/Type\s*/Page\b(?!s).*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", re.DOTALL)
#: What script puts behind a heading that can be pressed.
ARROW: Final = re.compile(r"\s*[↕↑↓]$")
#: The texts of those of some elements that can be seen.
VISIBLE: Final = "all => all.filter(each => each.checkVisibility()).map(each => each.innerText.trim())"


class Shown(NamedTuple):
    """A page in the browser; what it asked of a network, what it complained of and which dialogs it opened."""

    page: Page
    asked: list[str]
    complaints: list[str]
    dialogs: list[str]

    def texts(self, selector: str) -> list[str]:
        """Return the texts of the elements that a selector finds, those that are hidden left out."""
        told: list[str] = self.page.locator(selector).evaluate_all(VISIBLE)
        return told

    def column(self, table: str, heading: str) -> list[str]:
        """Return the texts below a heading of a table, from the top to the bottom."""
        heads = [ARROW.sub("", each) for each in self.texts(f"#{table} thead tr:last-child > *")]
        return self.texts(f"#{table} tbody.rows tr > :nth-child({heads.index(heading) + 1})")

    def press(self, table: str, heading: str) -> None:
        """Press a heading."""
        self.page.locator(f"#{table} thead").get_by_role("button", name=heading, exact=True).click()

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        widths = self.page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
        return int(max(widths[:2]) - widths[2])


#: Shows a file in a window of some width, 1280 pixels by default; other settings are those of a context of Playwright.
Show = Callable[..., Shown]


@contextmanager
def started() -> Iterator[Show]:
    """Start the browser of this machine; a test is skipped where there is none, and fails in CI."""
    program = wanted("chromium", "chromium-browser", "google-chrome", "msedge", package="chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright, ExitStack() as shown:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        shown.callback(browser.close)
        yield lambda path, width=1280, **settings: shown.enter_context(_show(browser, path, width, settings))


@contextmanager
def _show(browser: Browser, path: Path, width: int, settings: dict[str, Any]) -> Iterator[Shown]:
    """Show a file; whatever it asks for besides is refused and noted."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **settings)
    page = context.new_page()
    own = path.resolve().as_uri()
    found = Shown(page, [], [], [])
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))

    def note(dialog: Dialog) -> None:
        found.dialogs.append(dialog.message)
        dialog.dismiss()

    def answer(route: Route) -> None:
        if route.request.url == own:
            route.continue_()
        else:
            found.asked.append(route.request.url)
            route.abort()

    page.on("dialog", note)
    page.route("**/*", answer)
    page.goto(own)
    yield found
    context.close()


def paper(printed: bytes) -> list[str]:
    """Return which way each sheet of a printed page lies."""
    return ["wide" if float(width) > float(height) else "high" for width, height in SHEET.findall(printed)]
