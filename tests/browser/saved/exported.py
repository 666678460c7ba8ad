"""An exported page in a browser of its own: opened from disk, with no server, no kernel and no network."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.driver.evidence import watch
from tests.browser.driver.notebook import SCREENSHOTS
from tests.browser.driver.picture import Picture


class Exported:
    """An open page; `requests` holds the addresses it asked for, `said` what its console and its errors say."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(error.message))

    @property
    def foreign_requests(self) -> list[str]:
        """What was asked of anything but the disk and the page itself."""
        return [address for address in self.requests if not address.startswith(("file:", "data:"))]

    @property
    def live(self) -> Locator:
        """The live views."""
        return self.page.locator(".microgradext")

    def picture(self, index: int = 0) -> Picture:
        """A live view, counted from 0, once it is drawn."""
        root = self.live.nth(index)
        expect(root.locator(".mg-graph [data-node]").first).to_be_visible()
        return Picture(root)

    def screenshot(self, name: str) -> Path:
        """Take a picture of the whole page into `screenshots/`."""
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        return path


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    at: str = "",
    *,
    scheme: Literal["light", "dark"] = "light",
    width: int = 1280,
    **options: Any,
) -> Iterator[Exported]:
    """The page in `file`, opened as a reader would by a double click, or by a link with `at` after its `#`."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
    watch(context)
    exported = Exported(context.new_page())
    exported.page.goto(file.as_uri() + (f"#{at}" if at else ""))
    yield exported
    context.close()  # where a test fails the page stays, for its picture to be taken
