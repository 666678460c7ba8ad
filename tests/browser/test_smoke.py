"""The whole thread in a real JupyterLab: a cell becomes a picture, and a moved slider moves every number."""

import math
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import Picture, picture

LOAD = "%load_ext microgradext"
CELL = """\
%%grad f
a = -2.0
b = 3.0
d = a * b
e = a + b
f = d * e"""


def by_hand(a: float, b: float) -> dict[str, tuple[float, float]]:
    """Value and gradient of every name of the cell, from the textbook: f = ab(a + b)."""
    d, e = a * b, a + b
    return {"a": (a, e * b + d), "b": (b, e * a + d), "d": (d, e), "e": (e, d), "f": (d * e, 1.0)}


def flat(numbers: Mapping[str, tuple[float, float | None]]) -> dict[str, float | None]:
    return {prefix + name: x for name, pair in numbers.items() for prefix, x in zip(("", "∂f/∂"), pair, strict=True)}


def kernel_numbers(notebook: Notebook) -> dict[str, tuple[float, float]]:
    pairs = ", ".join(f"'{name}': ({name}.data, {name}.grad)" for name in "abdef")
    return {name: tuple(pair) for name, pair in notebook.kernel_value(f"{{{pairs}}}").items()}


@pytest.fixture
def notebook(lab: Lab) -> Notebook:
    notebook = lab.notebook([LOAD, CELL, "a.data, b.grad"])
    notebook.run_all()
    return notebook


@pytest.fixture
def live(notebook: Notebook) -> Picture:
    return picture(notebook, 1)


def test_the_picture_shows_values_and_gradients(notebook: Notebook, live: Picture) -> None:
    assert live.numbers() == by_hand(-2.0, 3.0)
    expect(live.root.locator(".mg-output-value")).to_have_text("−6")
    expect(notebook.output(2)).to_contain_text("(-2.0, -8.0)")


def test_a_moved_slider_moves_every_number_and_the_next_cell_agrees(notebook: Notebook, live: Picture) -> None:
    live.move("b", 1.0)
    assert live.numbers() == by_hand(-2.0, 1.0)
    assert kernel_numbers(notebook) == by_hand(-2.0, 1.0)
    notebook.run_cell(2)
    expect(notebook.output(2)).to_contain_text("(-2.0, 0.0)")


def test_mouse_and_keyboard_move_it_too(notebook: Notebook, live: Picture) -> None:
    live.drag("a", 0.75)
    dragged = live.numbers()["a"].value
    assert dragged > 0
    assert flat(live.numbers()) == pytest.approx(flat(by_hand(dragged, 3.0)))

    live.slider("b").press("ArrowRight")
    live.painted()
    stepped = live.numbers()["b"].value
    assert stepped > 3
    assert flat(live.numbers()) == pytest.approx(flat(by_hand(dragged, stepped)))

    live.box("b").fill("1/4")
    live.box("b").press("Enter")
    live.painted()
    assert flat(live.numbers()) == pytest.approx(flat(by_hand(dragged, 0.25)))
    notebook.until("b.data", 0.25)
    assert kernel_numbers(notebook) == live.numbers()


def test_without_a_kernel_the_numbers_still_move(notebook: Notebook, live: Picture) -> None:
    notebook.shutdown_kernel()
    for b in (1.0, -4.0, math.pi):
        live.move("b", b)
        assert flat(live.numbers()) == pytest.approx(flat(by_hand(-2.0, b)), rel=1e-15)


def test_a_leaf_that_the_kernel_moves_moves_its_slider(notebook: Notebook, live: Picture) -> None:
    notebook.kernel_exec("a.data = 1.5")
    expect(live.root.locator(".mg-output-value")).to_have_text("20.25")
    assert live.numbers() == by_hand(1.5, 3.0)


def test_a_moved_slider_and_a_rerun_cell_leave_one_picture(notebook: Notebook, live: Picture) -> None:
    live.move("b", 1.0)
    notebook.run_cell(1)
    fresh = picture(notebook, 1)
    assert fresh.root.count() == 1
    assert fresh.numbers() == by_hand(-2.0, 3.0)
