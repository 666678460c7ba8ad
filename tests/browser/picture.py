"""The live picture of one cell, as the page shows it: its sliders, and the numbers that stand in its DOM."""

from collections.abc import Mapping
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from tests.browser.notebook import Notebook, drag_range

# `data-value` and `data-gradient` hold every digit of what is drawn, in the words of the screen.
SHOWN = """root => [...root.querySelectorAll('[data-node]')].map(node =>
  [node.querySelector('.mg-label').textContent, node.dataset.value, node.dataset.gradient])"""

ROWS = """root => [...root.querySelectorAll('[data-input]')].map(row =>
  [row.querySelector('.mg-name').title, row.querySelector('.mg-box').value,
   row.querySelector('.mg-gradient').textContent])"""
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOVE_ALL = f"""(root, point) => {{
  for (const [name, value] of Object.entries(point)) {{
    const slider = root.querySelector(`input[type=range][aria-label="${{CSS.escape(name)}}"]`);
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', {{bubbles: true}}));
  }}
  return {FRAMES} }}"""


class Shown(NamedTuple):
    """A node's numbers on the screen; the gradient is None where the picture shows none."""

    value: float
    gradient: float | None


class Picture:
    """The live view in a cell's output; made by `picture(notebook, cell)`."""

    def __init__(self, notebook: Notebook, root: Locator) -> None:
        self.notebook = notebook
        self.root = root

    def slider(self, name: str) -> Locator:
        return self.root.get_by_role("slider", name=name, exact=True)

    def box(self, name: str) -> Locator:
        """The box where a value can be typed."""
        return self.root.get_by_role("textbox", name=f"{name} value", exact=True)

    def move(self, name: str, value: float) -> None:
        """Move a slider by the event that a drag fires, and wait until the page has painted it."""
        self.move_all({name: value})

    def move_all(self, point: Mapping[str, float]) -> None:
        """Move several sliders in one frame, and wait until the page has painted it."""
        self.root.evaluate(MOVE_ALL, dict(point))

    def range(self, name: str) -> tuple[float, float]:
        """The ends of a slider."""
        low, high = self.slider(name).evaluate("input => [Number(input.min), Number(input.max)]")
        return low, high

    def rows(self) -> dict[str, tuple[str, str]]:
        """The input rows as they are drawn: name → the texts of value and gradient."""
        rows: list[tuple[str, str, str]] = self.root.evaluate(ROWS)
        return {name: (value, gradient) for name, value, gradient in rows}

    def drag(self, name: str, fraction: float) -> None:
        drag_range(self.slider(name), fraction)
        self.painted()

    def painted(self) -> None:
        """Wait for the frame after the next: what was asked for before is on the screen."""
        self.root.page.evaluate(f"() => {FRAMES}")

    def numbers(self) -> dict[str, Shown]:
        """Label → the numbers of the box with this label; of the last, where labels repeat."""
        rows: list[tuple[str, str, str]] = self.root.evaluate(SHOWN)
        return {label: Shown(number(value), _gradient(gradient)) for label, value, gradient in rows}

    def by_node(self) -> dict[int, Shown]:
        """Graph index of the node → its numbers."""
        script = SHOWN.replace("node.querySelector('.mg-label').textContent", "node.dataset.node")
        rows: list[tuple[str, str, str]] = self.root.evaluate(script)
        return {int(node): Shown(number(value), _gradient(gradient)) for node, value, gradient in rows}


def picture(notebook: Notebook, cell: int) -> Picture:
    """The live picture under a cell that has run, once it is drawn."""
    root = notebook.output(cell).locator(".microgradext")
    expect(root.locator(".mg-graph [data-node]").first).to_be_visible()
    return Picture(notebook, root)


def number(text: str) -> float:
    """A number as the page writes it: with a real minus sign, and Python's words."""
    return float(text.replace("\N{MINUS SIGN}", "-"))


def _gradient(text: str) -> float | None:
    return None if text in ("–", "…") else number(text)
