"""Pictures whose results share Values: each shows the numbers of one point, whatever moves the leaves."""

from __future__ import annotations

from playwright.sync_api import expect

from microgradext.explain.words.numbers import short
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import Picture, picture

LOAD = "%load_ext microgradext"
FIRST = "%%grad z -o R1\na = 1.5\nz = a**2"
SECOND = "%%grad y -o R2\ny = z * a"
STEP = "y.backward()\na.data -= 0.05 * a.grad"


def open_two(lab: Lab, *more: str) -> tuple[Notebook, Picture, Picture]:
    notebook = lab.notebook([LOAD, FIRST, SECOND, *more])
    notebook.run_all()
    return notebook, picture(notebook, 1), picture(notebook, 2)


def shows(live: Picture, output: str) -> None:
    expect(live.root.locator(".mg-output-value")).to_have_text(output)


def test_a_slider_of_one_picture_moves_the_other(lab: Lab) -> None:
    notebook, first, second = open_two(lab)
    first.move("a", 3.0)
    shows(second, "27")
    assert second.numbers()["a"] == (3.0, 27.0)
    assert first.numbers()["a"] == (3.0, 6.0)
    second.move("a", 2.0)
    shows(first, "4")
    assert first.numbers()["a"] == (2.0, 4.0)
    notebook.until("[R1.grads['a'], R2.grads['a'], R1.value.data, R2.value.data]", [4.0, 12.0, 4.0, 8.0])


def test_after_a_step_by_hand_the_pictures_show_the_numbers_of_now_and_the_gradient_is_kept(lab: Lab) -> None:
    notebook, first, second = open_two(lab, "1 + 1")
    notebook.set_cell(3, STEP)
    notebook.run_cell(3)
    # On top of what the picture gave it, a.grad is 2·3·1.5² = 13.5, and a goes from 1.5 to 0.825.
    expect(first.root.locator("[data-input] .mg-gradient")).to_contain_text("1.65")
    shows(first, short(0.825**2))
    shows(second, short(0.825**3))
    assert notebook.kernel_value("a.grad") == 13.5
    assert notebook.kernel_value("[R1.grads['a'], R2.grads['a']]") == [2 * 0.825, 3 * 0.825**2]
