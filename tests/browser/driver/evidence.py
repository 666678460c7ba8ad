"""What a failed test leaves behind: a picture of each page that was open, and what the pages' consoles said."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, WebError

from tests.browser.driver.notebook import SCREENSHOTS
from tests.patience import PATIENCE

_SAID: dict[BrowserContext, list[str]] = {}
_SHARED: list[BrowserContext] = []  # by the tests of a run


def watch(context: BrowserContext, *, shared: bool = False) -> None:
    """Let a context wait as long as all do, and keep what its pages say until it is closed."""
    _SHARED.extend([context] * shared)
    said = _SAID.setdefault(context, [])

    def console(message: ConsoleMessage) -> None:
        said.append(f"{message.type}: {message.text}")

    def error(error: WebError) -> None:
        said.append(f"thrown: {error.error.stack or error.error.message}")

    context.set_default_timeout(1000 * PATIENCE)
    context.on("console", console)
    context.on("weberror", error)
    context.on("close", _forget)


def _forget(context: BrowserContext) -> None:
    _SAID.pop(context, None)


def begin() -> None:
    """Forget what was said before a test."""
    for said in _SAID.values():
        said.clear()


def leave(name: str) -> Iterator[Path]:
    """Write the pictures `failed-<name>-<n>.png` and the consoles beside them; the files."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for number, (context, said) in enumerate(list(_SAID.items())):
        console = SCREENSHOTS / f"failed-{name}-{number}.txt"
        console.write_text("\n".join(said) + "\n", encoding="utf-8")
        yield console
        for order, page in enumerate(context.pages):
            picture = SCREENSHOTS / f"failed-{name}-{number}-{order}.png"
            try:
                page.screenshot(path=picture, animations="disabled")
            except Error:  # a page that hangs has no picture
                continue
            yield picture


def close_others() -> None:
    """Close the contexts that a failed test has left open, all but the one that the tests share."""
    for each in list(_SAID):
        if each not in _SHARED:
            each.close()
