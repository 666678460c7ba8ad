"""What a picture shows, read from its DOM, and whether a printed number is the number."""

import math
import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from tests.browser.driver.picture import FRAMES

READ = """root => {
  const text = (at, selector) => at.querySelector(selector)?.textContent ?? "";
  const each = (selector, read) => [...root.querySelectorAll(selector)].map(read);
  const result = root.querySelector(".mg-output-value");
  return {
    result: [result.textContent, result.title],
    rows: each("[data-input]", (row) => ({
      name: row.querySelector(".mg-name").title,
      called: text(row, ".mg-name"),
      box: row.querySelector(".mg-box").value,
      value: row.querySelector(".mg-box").title,
      gradient: text(row, ".mg-gradient"),
      slope: row.querySelector(".mg-gradient").title,
      ends: [...row.querySelectorAll(".mg-end")].map((end) => end.textContent),
      range: ["min", "max", "value"].map((end) => Number(row.querySelector("input[type=range]")[end])),
      powers: !row.querySelector(".mg-scale").hidden,
    })),
    nodes: each(".mg-node:not(.mg-constant)[data-value]", (node) => ({
      name: node.getAttribute("aria-label"),
      called: text(node, ".mg-label, .mg-title"),
      drawn: text(node, ".mg-value"),
      value: node.dataset.value,
      gradient: node.classList.contains("mg-full") ? text(node, ".mg-gradient") : null,
      slope: node.dataset.gradient,
    })),
    table: each(".mg-table tbody tr", (row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent)),
    code: each(".mg-code-panel:not([hidden]) .mg-code-line",
      (line) => [text(line, ".mg-line-text"), text(line, ".mg-inlay"), text(line, ".mg-inlay + .mg-inlay")]),
  } }"""

# The same as soon as what was asked for before is on the screen.
PAINTED = f"async (root) => {{ await {FRAMES}; return ({READ})(root) }}"

# Texts that are not all there: a name ended by dots, a number longer than its box, a text wider than its node.
CUT = """root => {
  const found = [];
  for (const part of root.querySelectorAll(".mg-name, .mg-box, .mg-end, .mg-gradient, .mg-output-value"))
    if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 1 && part.clientWidth)
      found.push([part.className, part.value ?? part.textContent, part.scrollWidth - part.clientWidth]);
  for (const node of root.querySelectorAll(".mg-node:not(.mg-constant)")) {
    const frame = node.querySelector(".mg-frame").getBoundingClientRect();
    for (const text of node.querySelectorAll(":scope > text")) {
      const box = text.getBoundingClientRect();
      const by = Math.max(frame.left - box.left, box.right - frame.right);
      if (box.width && by > 0) found.push(["node", text.textContent, by]);
    }
  }
  return found }"""


@dataclass(frozen=True)
class Row:
    """An input: its name in full and as it is called, its texts, and what stands behind them."""

    name: str
    called: str
    box: str
    value: str
    gradient: str
    slope: str
    ends: tuple[str, str]
    range: tuple[float, float, float]
    """The slider's own minimum, maximum and position: powers of ten where it moves by them."""
    powers: bool

    @property
    def reach(self) -> tuple[float, float]:
        """The printed ends."""
        return printed(self.ends[0]), printed(self.ends[1])


@dataclass(frozen=True)
class Node:
    """A box of the graph: its name is followed by how it was made and by its numbers in words."""

    name: str
    called: str
    drawn: str
    value: str
    gradient: str | None
    slope: str

    def is_called(self, name: str) -> bool:
        return self.name.startswith(f"{name}, ")


@dataclass(frozen=True)
class Shown:
    """All that a picture shows at one moment."""

    result: tuple[str, str]
    rows: tuple[Row, ...]
    nodes: tuple[Node, ...]
    table: tuple[tuple[str, ...], ...]
    code: tuple[tuple[str, str, str], ...]

    def row(self, name: str) -> Row:
        return next(row for row in self.rows if row.name == name)


def read(root: Locator) -> Shown:
    """What is on the screen after the next frame."""
    found: dict[str, Any] = root.evaluate(PAINTED)
    rows = tuple(Row(**{**row, "ends": tuple(row["ends"]), "range": tuple(row["range"])}) for row in found["rows"])
    nodes = tuple(Node(**node) for node in found["nodes"])
    table = tuple(tuple(row) for row in found["table"])
    first, second = found["result"]
    return Shown((first, second), rows, nodes, table, tuple(map(tuple, found["code"])))


def cut(root: Locator) -> list[tuple[str, str, float]]:
    found: list[tuple[str, str, float]] = root.evaluate(CUT)
    return found


NUMBER = re.compile(r"(?P<sign>[+−]?)(?P<digits>\d[\d,]*)(?:\.(?P<decimals>\d+))?(?:e(?P<power>−?\d+))?(?P<unit>[kM]?)")
PADDING = "\u2007\u2008"  # as wide as a digit, and as a point
UNITS = {"": 0, "k": 3, "M": 6}


def printed(text: str) -> float:
    """The number that a text of the page stands for."""
    return _parts(text)[0]


def is_true(text: str, x: float, digits: int) -> bool:
    """Whether a text is `x` to within half a unit of its last digit, and to as many digits as it should have.

    `≈ 0` stands for what is left where terms cancel, which is 16 digits smaller than they are.
    """
    if text == "≈ 0":
        return 0 < abs(x) < 1e-9
    if not math.isfinite(x) or not NUMBER.fullmatch(text.strip(PADDING)):
        return text.lstrip("+") == str(x).replace("-", "−")
    number, last = _parts(text)
    if x == 0 or number == 0:
        return number == x
    due = 10.0 ** (math.floor(math.log10(abs(x))) + 1 - digits)
    return abs(number - x) <= 0.5 * min(last, due) * (1 + 1e-9) + 4e-16 * abs(x)


def _parts(text: str) -> tuple[float, float]:
    """The number, and what one unit of its last digit is worth."""
    found = NUMBER.fullmatch(text.strip(PADDING))
    assert found, f"not a number: {text!r}"
    whole, decimals = found["digits"].replace(",", ""), found["decimals"] or ""
    assert found["digits"] in (whole, f"{int(whole):,}"), f"wrong groups: {text!r}"
    power = int((found["power"] or "0").replace("−", "-")) + UNITS[found["unit"]]
    sign = "-" if found["sign"] == "−" else ""
    return float(f"{sign}{whole}.{decimals or 0}e{power}"), float(f"1e{power - len(decimals)}")
