"""The turns of a loop are plotted as on the page."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pytest

from microgradext.explain.picture.plots import bars, chosen, curve, middle

from .page import Page

CASES = 300


def numbers(draw: Random, count: int) -> list[float | None]:
    """Numbers of turns: some missing, some bad, some all the same, some of any size."""
    kind = draw.choice(["level", "any", "positive", "bad"])
    size = 10.0 ** draw.randint(-12, 12)
    found: list[float | None] = [
        size if kind == "level" else size * (abs(draw.gauss(0, 1)) if kind == "positive" else draw.gauss(0, 1))
        for _ in range(count)
    ]
    for turn in range(count):
        if kind == "bad" and draw.random() < 0.3:
            found[turn] = draw.choice([None, math.nan, math.inf, -math.inf, 0.0, 1e308, -1e308])
    return found


def rounded(value: Any) -> Any:
    """As the page has it; the last bit of a logarithm may move a point by a tenth of a pixel."""
    if isinstance(value, (list, tuple)):
        return [rounded(each) for each in value]
    return pytest.approx(value, abs=0.1001) if isinstance(value, float) else value


def test_the_page_plots_turns_as_python_does(page: Page) -> None:
    for seed in range(CASES):
        draw = Random(seed)
        count, width = draw.choice([1, 6, 30, 700, 3000]), draw.choice([30, 77, 240])
        given = numbers(draw, count)
        bound = draw.choice([None, 1e-10, 2.0, -1.0, math.nan])
        here = curve(given, width, bound)
        there = page("plots", given, width, bound)
        assert there["lines"] == rounded(here.lines), seed
        assert (there["level"], there["isLog"]) == (rounded(here.level), here.is_log), seed
        own = [{name: rounded(number) for name, number in bar._asdict().items()} for bar in bars(given, width)]
        assert there["bars"] == own, seed
        assert there["middles"] == [middle(turn, count, width) for turn in (1, count)]


def test_the_page_chooses_rows_as_python_does(page: Page) -> None:
    for seed in range(50):
        draw = Random(seed)
        sizes = [draw.choice([0.0, 1.0, 1.0, 2.5, 1e300]) for _ in range(draw.randint(1, 9))]
        assert page("chosen", sizes, 5) == chosen(sizes, 5)
