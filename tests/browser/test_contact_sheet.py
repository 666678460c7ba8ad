"""The contact sheet, to be looked at (`screenshots/contact-sheet.png`); what can be measured is asserted here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.driver.contact_sheet import Shot, shoot, subjects, write
from tests.browser.driver.geometry import contrast, overflow, overlaps
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import picture
from tests.browser.driver.tour import tour

LOAD = "%load_ext microgradext"
STATES = {
    "nan-and-inf": "%%grad\nx = -0.3\ny = 2.0\np = log(x)\nq = 1 / (y - y)\nr = p * q + y",
    "branch": "%%grad\nx = 2.0\ny = x * x if x > 0 else -x",
    "unused-input": "%%grad f\na = 2.0\nb = 3.0\nc = 1.0\nf = a * b",
    "one-input": "%%grad\nx = 10.0\nx ** 3 + 3 * x ** 2 / 10",
    "hostile-labels": "%%grad\na_name_that_goes_on_and_on_and_on = 1.0\nβ = -2e-7\nx̂ = 123456.789\n"
    "w = a_name_that_goes_on_and_on_and_on * β + x̂\nw.label = '<b onload=x>&amp;\"|{}'\nw * 2",
    "twelve-inputs": "%%grad\n" + "\n".join(f"w{i} = {i / 4 - 1}" for i in range(12)) + "\n"
    "out = tanh(" + " + ".join(f"w{i} * w{(i + 5) % 12}" for i in range(12)) + ")",
    "dense": "%%grad\nx = [Value(0.5), Value(-1.0), Value(0.25)]\nfor layer in range(3):\n"
    "    x = [tanh(sum(0.3 * (i - j + layer) * v for j, v in enumerate(x))) for i in range(4)]\n"
    "loss = sum(v * v for v in x)",
}
SUBJECTS = {cell.name: cell.cells for cell in tour()} | {name: [LOAD, cell] for name, cell in STATES.items()}


@pytest.fixture(scope="module")
def shots(browser: Browser) -> Iterator[list[Shot]]:
    """The pictures of this run, which become the sheet in the end."""
    taken: list[Shot] = []
    yield taken
    write(browser, taken)


def live(notebook: Notebook) -> Locator:
    return picture(notebook, -1).root


ALWAYS = ("two-products-and-a-sum", "hostile-labels")


@pytest.mark.parametrize("subject", subjects(SUBJECTS, ALWAYS))
def test_the_picture_is_legible(lab: Lab, shots: list[Shot], subject: str) -> None:
    faults: dict[str, object] = {}

    def look(shot: Shot, part: Locator) -> None:
        found = {
            "overflow": overflow(part),
            "overlaps": overlaps(
                part, ".mg-node:not(.mg-open) .mg-frame, .mg-edge-label text, .mg-name, .mg-box, .mg-slider"
            ),
            "contrast": shot.width == 760 and [text for text in contrast(part) if text["ratio"] < 4.5],
        }
        faults.update({f"{shot.theme} {shot.width}: {kind}": what for kind, what in found.items() if what})

    shots += shoot(lab, {subject: SUBJECTS[subject]}, part=live, look=look)
    assert not faults
