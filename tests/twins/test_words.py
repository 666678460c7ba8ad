"""Numbers, names, local derivatives and points as Python: both sides write the same texts."""

from __future__ import annotations

import math
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.ops import TABLE
from microgradext.explain.words import code
from microgradext.explain.words.local import local_code
from microgradext.explain.words.numbers import (
    Form,
    aligned,
    brief,
    fitted,
    fitted_signed,
    parse,
    short,
    signed,
    spoken,
    ungrouped,
)
from microgradext.explain.words.typesetting import typeset_all
from microgradext.explain.words.wording import broken, cut, cut_all, derivative
from microgradext.notebook.save.assignments import assignments

from .page import Page, as_the_page_has_it

# Halves of a last digit, where rounding is decided by the digits of the double.
TIES = st.builds(lambda n, places: n / 2 / 10**places, st.integers(-(10**6), 10**6), st.integers(-5, 9))
NUMBERS = st.floats() | st.floats(-1e5, 1e5) | TIES
TYPED = st.text("0123456789.,eE+-−*/% \tpiπtauτ_", max_size=12) | st.from_regex(
    r"\A\d{1,3}(,\d{3}){0,2}[.,]?\d{0,3} ?%?\Z"
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
CODE = st.sampled_from(
    [
        "a",
        "w*2",
        "u + 1",
        "z if p else q",
        "v[0]",
        "-x",
        "tanh(n - 1)",
        "x > 0",
        "n²",
        "k**2",
        "a⁽²⁾",
        "−m",
        "f(x)[1] / b",
    ]
)
CONSTANTS = st.none() | st.sampled_from([2.5, 2.0, 1.0, 0.0, -1.0, -0.5, math.inf]) | st.floats(allow_nan=False)


@given(NUMBERS)
def test_numbers_are_written_the_same(page: Page, x: float) -> None:
    forms = [text for form in get_args(Form) for text in (short(x, form), brief(x, form), fitted(x, 8.5, form))]
    others = [short(x, "plain", 7), signed(x), fitted_signed(x, 6), ungrouped(x), spoken(x), repr(x)]
    assert page("numbers", x) == [*forms, *others]


@given(TYPED)
def test_numbers_are_read_the_same(page: Page, text: str) -> None:
    assert page("parse", text) == parse(text)


@given(st.lists(NUMBERS.map(short), max_size=6))
def test_columns_are_lined_up_the_same(page: Page, texts: list[str]) -> None:
    assert page("aligned", texts) == aligned(texts)


@given(NAMES, NAMES, st.integers(3, 30))
def test_names_are_written_the_same(page: Page, of: str, by: str, room: int) -> None:
    assert page("cut", of, room) == cut(of, room)
    assert page("derivative", of, by) == derivative(of, by)


# Long names that differ in a letter or two, wherever that is, and names that hold an ellipsis already.
ALIKE = st.builds(
    "".join,
    st.lists(
        st.sampled_from(["encoder", "layer", "_", "0", "1", "12", "[0]", "weight", "é", "😀", "…", " › "]), max_size=12
    ),
)


@given(st.lists(ALIKE | NAMES, max_size=12), st.integers(3, 20))
def test_names_are_cut_apart_the_same(page: Page, names: list[str], room: int) -> None:
    here = cut_all(names, room)
    assert page("cutAll", names, room) == here
    assert len(set(here)) == len(set(names))


CODE = st.builds(
    "".join,
    st.lists(st.sampled_from(["x", "sigma", " ", " + ", "**", "*", "(", ")", ", ", "é", "😀", "…"]), max_size=40),
)


@given(CODE, st.integers(3, 34), st.integers(1, 3))
def test_code_is_broken_into_the_same_lines(page: Page, code: str, room: int, lines: int) -> None:
    assert page("broken", code, room, lines) == list(broken(code, room, lines))


SYMBOLS = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            ["x", "w", "sigma", "lam", "lambda", "Delta", "σ", "é", "in", "rate", "_", "_", "0", "12", "[0]", "[i]",
             "['a']", "⁽²⁾", ".", " ", "😀"]
        ),
        max_size=6,
    ),
)  # fmt: skip


@given(st.lists(SYMBOLS, max_size=6))
def test_names_are_typeset_the_same(page: Page, names: list[str]) -> None:
    here = typeset_all(names)
    assert page("typeset", names) == [[name, as_the_page_has_it(each)] for name, each in here.items()]
    assert len({(each.base, ", ".join(each.below), each.version) for each in here.values()}) == len(here)


@pytest.mark.parametrize("row", TABLE)
@given(data=st.data())
def test_local_derivatives_are_written_the_same(page: Page, row: str, data: st.DataObject) -> None:
    arity = TABLE[row].arity if TABLE[row].arity > 0 else 3
    slot = data.draw(st.integers(0, arity - 1))
    names = data.draw(st.lists(CODE, min_size=arity, max_size=arity))
    out = data.draw(CODE)
    numbers: list[float | None] = data.draw(st.lists(CONSTANTS, min_size=arity, max_size=arity))
    numbers[slot] = None
    here = local_code(row, slot, [code.named(name) for name in names], code.named(out), numbers).text
    assert page("local", row, slot, names, out, numbers) == here


SEGMENTS = st.sampled_from(
    ["[0]", "[1]", "[2]", "[-1]", "[01]", "[0.5]", "['k']", "[\"it's\"]", "['\\n']", "['\\y']", "[('a', 1)]", "[None]",
     "[x]", ".x", ".bias", ".in", "[0", " "]
)  # fmt: skip
PLACES = st.builds(
    lambda root, steps: root + "".join(steps),
    st.sampled_from(["a", "b", "w", "m", "a⁽¹⁾", "x y", "2x", "β", "x²", "lambda", "", "#", "line\nbreak"]),
    st.lists(SEGMENTS, max_size=3),
)
POINTS = st.dictionaries(PLACES | NAMES.filter(str.isascii), NUMBERS, max_size=8)


@given(POINTS)
def test_points_are_written_the_same(page: Page, point: dict[str, float]) -> None:
    told: list[Any] = [[name, x] for name, x in point.items()]
    assert page("assignments", told) == assignments(point)
