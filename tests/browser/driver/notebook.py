"""One notebook, open in a JupyterLab page: run it, ask its kernel, move its sliders, look at it."""

import ast
import json
import time
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import FloatRect, Locator, Page

from tests.patience import PATIENCE, STARTING

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
OUTPUT = ".jp-Cell-outputArea .jp-OutputArea-output"
# A reloaded JupyterLab opens again, behind ours, what the page had open before.
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


class Notebook:
    """The handle that the `lab` fixture gives to a test; `page` is Playwright's own."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        self.path = path

    # ------------------------------------------------------------ cells

    def run_all(self, *, allow_errors: bool = False) -> list[str]:
        """Run all cells and wait for the last; the error texts, where `allow_errors` lets there be some."""
        self.page.evaluate("harness.run('notebook:run-all-cells')")
        return self._outcome(None, allow_errors)

    def run_cell(self, index: int, *, allow_errors: bool = False) -> list[str]:
        """Run one cell (counted from 0, from the end when negative) and wait for it."""
        index = range(self.page.evaluate("harness.panel().content.widgets.length"))[index]
        self.page.evaluate("index => harness.run('notebook:run-cell', index)", index)
        return self._outcome(index, allow_errors)

    def set_cell(self, index: int, source: str) -> None:
        """Write another text into a cell."""
        self.page.evaluate(
            "([index, text]) => harness.panel().content.widgets.at(index).model.sharedModel.setSource(text)",
            [index, source],
        )

    def add_cell(self, source: str) -> None:
        """Append a code cell."""
        self.page.evaluate(
            """source => { const model = harness.panel().content.model.sharedModel;
               model.insertCell(model.cells.length, {cell_type: 'code', source}) }""",
            source,
        )

    def cell(self, index: int) -> Locator:
        """A cell, counted from 0, from the end when negative."""
        return self.page.locator(f"{SHOWN} .jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        """A cell's output area, all its outputs together."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def save(self) -> None:
        self.page.evaluate("harness.save()")

    def reload(self) -> None:
        """Load the page again, as a person would; the notebook reopens on the kernel it had."""
        self.page.reload()
        self.page.evaluate("path => harness.open(path)", self.path)

    def _outcome(self, index: int | None, allow_errors: bool) -> list[str]:
        argument = "undefined" if index is None else str(index)
        waiting = self.page.wait_for_function(f"harness.outcome({argument})", timeout=1000 * STARTING)
        outcome = waiting.json_value()
        assert not outcome["dialog"], f"a dialog is in the way: {outcome['dialog']}"
        assert allow_errors or not outcome["errors"], "\n".join(outcome["errors"])
        return list(outcome["errors"])

    # ------------------------------------------------------------ the kernel

    def kernel_exec(self, code: str) -> str:
        """Run code in the notebook's kernel, as another cell would; what it printed and returned."""
        reply = self.page.evaluate("code => harness.execute(code)", code)
        assert not reply["error"], reply["error"]
        return str(reply["text"])

    def kernel_value(self, expression: str) -> Any:
        """The value of an expression that JSON can carry; nan and inf and every bit of a float arrive too."""
        text = self.kernel_exec(f"__import__('json').dumps({expression})")
        return json.loads(ast.literal_eval(text))

    def until(self, expression: str, value: Any) -> None:
        """Wait until an expression has a value in the kernel: what the page asked may still be on its way."""
        end = time.monotonic() + PATIENCE
        while (found := self.kernel_value(expression)) != value:
            assert time.monotonic() < end, f"{expression} is {found} and not {value}"

    def restart_kernel(self) -> None:
        self.page.evaluate("async () => { await harness.context().restartKernel(); await harness.ready() }")

    def interrupt_kernel(self) -> None:
        """As the stop button does."""
        self.page.evaluate("harness.context().session.kernel.interrupt()")

    def shutdown_kernel(self) -> None:
        self.page.evaluate("harness.context().shutdown()")

    # ------------------------------------------------------------ looks

    def theme(self, theme: Literal["light", "dark"]) -> None:
        self.page.evaluate("theme => harness.setTheme(theme)", THEMES[theme])

    def width(self, width: int, selector: str = OUTPUT) -> None:
        """Resize the window until the outputs are `width` pixels wide."""
        self._settle(selector)
        for _ in range(4):
            missing = width - round(self._settle(selector))
            if not missing:
                return
            size = self.page.viewport_size
            assert size
            self.page.set_viewport_size({"width": size["width"] + missing, "height": size["height"]})
        raise AssertionError(f"no window makes {selector} {width} px wide: it is {self._settle(selector)}")

    def screenshot(self, name: str, part: Locator | None = None) -> Path:
        """Take a picture of a part of the page (the first cell's output) into `screenshots/`."""
        part = part or self.output(0)
        self._grow(part)
        path = SCREENSHOTS / f"{name}.png"
        part.screenshot(path=path, animations="disabled")
        return path

    def _settle(self, selector: str) -> float:
        return float(self.page.evaluate("selector => harness.settledWidth(selector)", selector))

    def _grow(self, part: Locator) -> None:
        """Make the window tall enough, for what a scrolled notebook hides is not in the picture."""
        size = self.page.viewport_size
        assert size
        needed = int(box(part)["height"]) + 200
        if needed > size["height"]:
            self.page.set_viewport_size({"width": size["width"], "height": needed})
            self._settle(OUTPUT)


def box(part: Locator) -> FloatRect:
    """Where a part of the page is, in CSS pixels; it must be shown."""
    found = part.bounding_box()
    assert found, f"{part} is not shown"
    return found


def drag_range(slider: Locator, fraction: float, *, steps: int = 8) -> None:
    """Drag by mouse from where the thumb is, taking it for 14 px wide as the thumb of every browser nearly is."""
    slider.scroll_into_view_if_needed()
    track, now = box(slider), slider.evaluate("i => (i.value - i.min) / (i.max - i.min)")
    mouse, y = slider.page.mouse, track["y"] + track["height"] / 2
    mouse.move(_across(track, now), y)
    mouse.down()
    mouse.move(_across(track, fraction), y, steps=steps)
    mouse.up()


def _across(track: FloatRect, fraction: float) -> float:
    return track["x"] + 7 + fraction * (track["width"] - 14)
