"""Sliders: over which range an input moves, and how its numbers are written, from the number as the code has it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microgradext.cell.inputs.inputs import Input
from microgradext.cell.moving import MovingRun
from microgradext.cell.run import run_cell
from microgradext.engine.value import Value
from microgradext.explain.words.numbers import brief, short
from microgradext.notebook.grad import grad
from microgradext.notebook.wire.sliders import Slider, nice, sliders

LITERALS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "literals.json").read_text("utf-8")
)


def of(text: str) -> Slider:
    (slider,) = sliders([Input("x", 0, float(text), False, text=text)])
    return slider


def of_cell(source: str, **options: Any) -> dict[str, Slider]:
    run = run_cell(source, {"Value": Value}, **options)
    return {one.name: slider for one, slider in zip(run.inputs, sliders(run.inputs), strict=True)}


@pytest.mark.parametrize("row", LITERALS, ids=[row["literal"] for row in LITERALS])
def test_the_range_fits_the_literal(row: dict[str, Any]) -> None:
    text = "0.5" if "%" in row["literal"] else row["literal"]  # typed, not written
    slider, number = of(text), row["number"]
    assert (slider.min, slider.max) == (row["min"], row["max"])
    assert (short(number, slider.form, 7), short(number, slider.form)) == (row["box"], row["node"])
    assert brief(number, slider.form) == row["small"]
    assert slider.literal == text.replace("_", "")


@given(st.floats(allow_nan=True, allow_infinity=True))
@example(5e-324)
@example(1.7976931348623157e308)
@example(-0.0)
def test_every_number_has_a_range_that_holds_it(number: float) -> None:
    slider = of(repr(number))
    assert slider.min < slider.max
    assert math.isfinite(slider.min)
    assert math.isfinite(slider.max)
    if math.isfinite(number) and abs(number) < 1.7e308:
        assert slider.min <= number <= slider.max


@given(st.floats(1, 1e15))
def test_the_thumb_starts_before_the_middle_and_not_far_from_it(number: float) -> None:
    assert 0.37 <= number / nice(2 * number) <= 0.5


@pytest.mark.parametrize(
    "source",
    [
        "rate = 0.045\ny = rate * 2.0",
        "rate = Value(0.045)\ny = rate * 2.0",
        "rate: float = 0.045\ny = rate * 2.0",
        "rate = (0.045)\ny = rate * 2.0",
        "rate, z = 0.045, [0]\ny = rate * 2.0",
    ],
)
def test_however_it_becomes_an_input(source: str) -> None:
    found = of_cell(source)["rate"]
    assert (found.min, found.max, found.literal) == (0.0, 0.1, "0.045")


def test_powers_years_and_whole_numbers_in_values_and_containers() -> None:
    found = of_cell(
        "h, c = Value(6.626e-34), Value(data=3e8)\n"
        "w = [Value(2024), Value(1_000)]\n"
        "p = {'a': Value(-1.5e-4)}\n"
        "y = h * c + w[0] + w[1] + p['a']"
    )
    assert [(name, each.form, each.literal) for name, each in found.items()] == [
        ("h", "power", "6.626e-34"),
        ("c", "power", "3e8"),
        ("w[0]", "year", "2024"),
        ("w[1]", "plain", "1000"),
        ("p['a']", "power", "-1.5e-4"),
    ]
    assert (found["w[0]"].min, found["w[0]"].max) == (1974, 2074)
    assert (found["p['a']"].min, found["p['a']"].max) == (-1.5e-3, -1.5e-5)


def test_a_number_beside_a_negative_one_goes_both_ways_but_not_a_year_or_a_power() -> None:
    found = of_cell("a = -2.0\nb = 3.0\nyear = 2024\nh = 1e-3\ny = a * b + year * h")
    assert [(each.min, each.max) for each in found.values()] == [(-4, 4), (-6, 6), (1974, 2074), (1e-4, 1e-2)]


def test_given_bounds_win_and_keep_the_form() -> None:
    found = of_cell("a = 3.0\nlr = 1e-3\nn = 4\ny = a * lr + n", ranges={"a": "-5:5:0.1", "lr": "1e-5:1", "n": "0:2"})
    assert [(each.min, each.max, each.step, each.form) for each in found.values()] == [
        (-5, 5, 0.1, "plain"),
        (1e-5, 1, None, "power"),
        (0, 2, None, "plain"),
    ]


def test_the_range_stays_the_one_of_the_code_wherever_the_cell_runs_again() -> None:
    moving = MovingRun(run_cell("n = 3.0\nx = 1e-3\ny = x * n * 2.0\nz = y * int(n)", {}))
    before = sliders(moving.run.inputs)
    moving.move([5.0, 0.07])
    assert moving.run.graph is not None
    assert [each.value for each in moving.run.inputs] == [5.0, 0.07]
    assert sliders(moving.run.inputs) == before


def test_a_functions_arguments_are_written_as_python_writes_them() -> None:
    result = grad(lambda year, h: year * h, year=2024, h=1e-8)
    assert [(each.form, each.literal) for each in sliders(result.moving.run.inputs)] == [
        ("year", "2024"),
        ("power", "1e-08"),
    ]


def test_a_name_that_is_bound_twice_has_the_text_of_each() -> None:
    found = of_cell("a = 1e-3\ny = a * 2.0\na = 250_000\nz = y * a")
    assert sorted(each.literal for each in found.values()) == ["1e-3", "250000"]
