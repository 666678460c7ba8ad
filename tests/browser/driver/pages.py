"""JupyterLab pages, loaded once and used by one test after the other: loading one takes longer than most tests."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, ViewportSize

from tests.patience import PATIENCE, STARTING

SCRIPTS = [Path(__file__).parent / name for name in ("harness.js", "geometry.js")]
WAITS = f"window.patience = {PATIENCE}; window.starting = {STARTING};"
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}


def prepared(context: BrowserContext) -> Page:
    """A new page, in which the harness will be once something is loaded."""
    page = context.new_page()
    page.add_init_script(WAITS)
    for script in SCRIPTS:
        page.add_init_script(path=script)
    return page


class Pages:
    """The pages of a run; each holds one notebook at a time."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self._address = address
        self._free: list[Page] = []
        self._loaded = 0

    def take(self) -> Page:
        """A page with JupyterLab in it and no notebook open."""
        page = self._free.pop() if self._free else self._load()
        page.bring_to_front()  # behind another page it would get a frame a second
        return page

    def give(self, page: Page) -> None:
        """Take a page back; one that a test left in a bad state is closed instead."""
        try:
            page.set_viewport_size(VIEWPORT)
            page.emulate_media(forced_colors="none")
            clean = page.evaluate("harness.clear()")
        except Error:
            clean = False
        if clean:
            self._free.append(page)
        else:
            page.close()

    def _load(self) -> Page:
        page = prepared(self.context)
        self._loaded += 1
        page.goto(f"{self._address}/lab/workspaces/page-{self._loaded}")
        return page
