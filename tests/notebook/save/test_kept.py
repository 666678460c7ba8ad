"""Values as CSV and a point as Python: the same text as the page writes."""

import math
import re
from collections.abc import Callable
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import pytest

from microgradext.engine.frame import Frame
from microgradext.engine.graph import Graph, Node, Span
from microgradext.explain.picture.palette import LIGHT
from microgradext.explain.rest import Undrawn, rest
from microgradext.explain.view import Box, View
from microgradext.notebook.save.assignments import assignments
from microgradext.notebook.save.sheet import sheet

NUMBERS = [
    0.0, -0.0, 1.0, -6.0, 0.5, 1 / 3, 0.1 + 0.2, 123456789.0, 1e15, 1e16, -1.5e16, 1e21, 1.7e308, 5e-324, 1e-4, 9.99e-5,
    1e-5, -1.25e-7, 1e-10, math.inf, -math.inf, math.nan,
]  # fmt: skip
POINTS: list[dict[str, float]] = [
    {"a": -2.0, "b": 3.0},
    {"x": 1.0, "w[0]": 0.5, "w[1]": -1e-7, "β": math.nan},
    {"w[1]": 0.5, "w[0]": 2.0},
    {"w[0]": 0.5, "w[2]": 2.0, "p['k']": 1.0, "m[0][0]": 1.0, "m[0][1]": 2.0},
    {"a⁽¹⁾": 1.0, "x y": 2.0, "2x": -math.inf},
]


def _on(line: int) -> Span:
    return Span(line, 0, line, 1, "")


BOXES = [
    Box(0, "input", "a", "", "-2.0", _on(1)),
    Box(1, "constant", "2", "", "2", _on(1)),
    Box(2, "unnamed", "-a, \"b\"", "−", "-a", _on(2)),
    Box(3, "named", "=x", "+", "a +\nb"),
    Box(4, "written", "@s", "sinh", "sinh(a)", _on(5)),
    Box(5, "unnamed", "+a", "×", ""),
    Box(6, "leaf", "\tw", "", ""),
]  # fmt: skip


def _undrawn(each: Undrawn) -> dict[str, Any]:
    return {**each._asdict(), "span": each.span and asdict(each.span), "line": each.line}


@pytest.mark.fixtures
def test_the_page_writes_the_same_files(fixture_file: Callable[[str, Any], None]) -> None:
    points = [[[[name, repr(x)] for name, x in point.items()], assignments(point)] for point in POINTS]
    values, gradients = NUMBERS[5:14], NUMBERS[-9:]
    drawn = [Node("leaf", "", "", (), x) for x in values[:7]]
    undrawn = [Node("operation", "mul", "×", (0, 0), values[7], "=z", span=_on(6)), Node("constant", "", "", (), 2.0)]
    graph, view = Graph((*drawn, *undrawn), 0), View(tuple(BOXES), (), 0, 2)
    table = sheet(view, graph, Frame(values, gradients, [() for _ in values]))
    boxes, others = [asdict(box) for box in BOXES], [_undrawn(each) for each in rest(graph, view.boxes)]
    sheets = [[boxes, others, [repr(x) for x in values], [repr(x) for x in gradients], table]]
    fixture_file("kept.json", {"numbers": [repr(x) for x in NUMBERS], "points": points, "sheets": sheets})


def test_the_pages_still_picture_has_the_light_colours() -> None:
    js = Path(__file__).parents[3] / "js"
    still = (js / "picture" / "still.ts").read_text("utf-8")
    style = (js / "frame.css").read_text("utf-8").partition('[data-mg-theme="dark"]')[0]
    colours = dict(re.findall(r'^  "?([\w-]+)"?: "(#[0-9a-f]{6})",', still, re.MULTILINE))
    assert sorted(colours.values()) == sorted(astuple(LIGHT))
    for name in ("positive", "negative", "positive-ink", "negative-ink", "zero"):
        assert f"--mg-{name}: {colours[name]};" in style
