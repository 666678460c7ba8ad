"""A live picture as the page shows it: its sliders, and the numbers that stand in its DOM."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from tests.browser.driver.notebook import Notebook, drag_range

# `data-value` and `data-gradient` hold every digit of what is drawn, in the words of the screen.
SHOWN = """root => [...root.querySelectorAll('[data-value]')].map(node =>
  [node.querySelector('.mg-label, .mg-title').textContent, node.dataset.value, node.dataset.gradient])"""
SHOWN_BY_NODE = SHOWN.replace("node.querySelector('.mg-label, .mg-title').textContent", "node.dataset.node")

ROWS = """root => [...root.querySelectorAll('[data-input]')].map(row =>
  [row.querySelector('.mg-name').title, row.querySelector('.mg-box').value,
   row.querySelector('.mg-gradient').textContent])"""
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# A number beyond the ends of its slider, or on one that goes by powers of ten, is typed.
SLIDE_ALL = """(root, point) => {
  for (const [name, value] of Object.entries(point)) {
    const slider = root.querySelector(`input[type=range][aria-label="${CSS.escape(name)}"]`);
    const box = slider.closest('.mg-row').querySelector('.mg-box');
    const slides = slider.closest('.mg-slider').querySelector('.mg-scale').hidden;
    const input = slides && value >= Number(slider.min) && value <= Number(slider.max) ? slider : box;
    input.value = String(value);
    input.dispatchEvent(new Event('input', {bubbles: true}));
    if (input === box) box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    if (input === box) box.blur();
  } }"""
MOVE_ALL = f"(root, point) => {{ ({SLIDE_ALL})(root, point); return {FRAMES} }}"
READ_ALL = f"root => [({SHOWN_BY_NODE})(root), ({ROWS})(root)]"
MOVE_AND_READ = f"""async (roots, points) => {{
  roots.forEach((root, i) => ({SLIDE_ALL})(root, points[i]));
  await {FRAMES};
  return roots.map({READ_ALL}) }}"""


class Shown(NamedTuple):
    """A node's numbers on the screen; the gradient is None where the picture shows none."""

    value: float
    gradient: float | None


class Numbers(NamedTuple):
    """What a picture shows: the numbers of its nodes by graph index, the texts of its input rows by name."""

    nodes: dict[int, Shown]
    rows: dict[str, tuple[str, str]]


class Picture:
    """A live view, wherever it is; `root` is its element."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def slider(self, name: str) -> Locator:
        return self.root.locator(f"input[type=range][aria-label={json.dumps(name)}]")

    def box(self, name: str) -> Locator:
        """The box where a value can be typed."""
        return self.root.locator(f"input[type=text][aria-label={json.dumps(f'{name} value')}]")

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
        return _rows(self.root.evaluate(ROWS))

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
        return _by_node(self.root.evaluate(SHOWN_BY_NODE))

    def all_numbers(self) -> Numbers:
        """What `by_node()` and `rows()` give, of one moment."""
        return _numbers(*self.root.evaluate(READ_ALL))


def moved(roots: Locator, points: Sequence[Mapping[str, float]]) -> list[Numbers]:
    """Move the pictures of a page, each to its own point, and read them once all are painted."""
    read = roots.evaluate_all(MOVE_AND_READ, [dict(point) for point in points])
    return [_numbers(*each) for each in read]


class CellPicture(Picture):
    """The live view in a cell's output; made by `picture(notebook, cell)`."""

    def __init__(self, notebook: Notebook, root: Locator) -> None:
        super().__init__(root)
        self.notebook = notebook


def picture(notebook: Notebook, cell: int) -> CellPicture:
    """The live picture under a cell that has run, once it is drawn."""
    root = notebook.output(cell).locator(".microgradext")
    expect(root.locator(".mg-graph [data-node]").first).to_be_visible()
    live = CellPicture(notebook, root)
    live.painted()  # its words and numbers come with the frame after its boxes
    return live


def number(text: str) -> float:
    """A number as the page writes it: with a real minus sign, and Python's words."""
    return float(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))


def _numbers(nodes: list[tuple[str, str, str]], rows: list[tuple[str, str, str]]) -> Numbers:
    return Numbers(_by_node(nodes), _rows(rows))


def _by_node(triples: list[tuple[str, str, str]]) -> dict[int, Shown]:
    return {int(node): Shown(number(value), _gradient(gradient)) for node, value, gradient in triples}


def _rows(triples: list[tuple[str, str, str]]) -> dict[str, tuple[str, str]]:
    return {name: (value, gradient) for name, value, gradient in triples}


def _gradient(text: str) -> float | None:
    return None if text in ("–", "…") else number(text)
