"""The Save menu in a real browser, by mouse and by keys: the files that arrive, and what is on the clipboard."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, expect

from microgradext import grad
from tests.browser.driver.geometry import contrast, overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import SCREENSHOTS
from tests.browser.driver.picture import CellPicture, picture

LOAD = "%load_ext microgradext"
BODY = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
CELL = f"%%grad f\n{BODY}"
LABELS = [
    "Graph as SVG",
    "Graph as image",
    "Table of values",
    "Page that works offline",
    "Copy current inputs as Python",
    "Copy formula as LaTeX",
]


@pytest.fixture
def live(lab: Lab) -> CellPicture:
    notebook = lab.notebook([LOAD, CELL])
    notebook.run_all()
    live = picture(notebook, 1)
    live.move("b", 1.0)
    return live


def button(live: CellPicture) -> Locator:
    return live.root.get_by_role("button", name="Save")


def downloaded(live: CellPicture, choose: Callable[[], None], folder: Path) -> Path:
    with live.root.page.expect_download() as started:
        choose()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_by_mouse(live: CellPicture, tmp_path: Path) -> None:
    live.notebook.shutdown_kernel()  # all of it is made in the page

    def choose(label: str) -> Callable[[], None]:
        def act() -> None:
            button(live).click()
            live.root.get_by_role("menuitem", name=label).click()

        return act

    table = downloaded(live, choose("Table of values"), tmp_path)
    result = grad(BODY.replace("3.0", "1.0"))
    assert table.name == "f.csv"
    with table.open(newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert {name: float(row["value"]) for name, row in rows.items()} == {
        name: value.data for name, value in result.values.items()
    }
    assert {name: float(rows[name]["gradient"]) for name in "ab"} == result.grads

    svg = downloaded(live, choose("Graph as SVG"), tmp_path)
    texts = ["".join(text.itertext()) for text in ElementTree.parse(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert {"a", "−2", "b", "1", "f", "2", "flows back along an edge"} <= set(texts)
    png = downloaded(live, choose("Graph as image"), tmp_path)
    assert size(png) == tuple(2 * int(ElementTree.parse(svg).getroot().attrib[side]) for side in ("width", "height"))
    (SCREENSHOTS / "save-graph.png").write_bytes(png.read_bytes())
    (SCREENSHOTS / "save-graph.svg").write_bytes(svg.read_bytes())
    expect(live.root.get_by_role("menu")).to_be_hidden()

    button(live).click()
    live.slider("a").click()
    expect(live.root.get_by_role("menu")).to_be_hidden()


def size(png: Path) -> tuple[int, int]:
    content = png.read_bytes()
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def test_by_keys(live: CellPicture, tmp_path: Path) -> None:
    page, menu = live.root.page, live.root.get_by_role("menu")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.root.get_by_role("button", name="Pin", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(button(live)).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(live)).to_have_attribute("aria-expanded", "true")
    assert live.root.get_by_role("menuitem").all_inner_texts() == LABELS
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(live.root.get_by_role("menuitem").last).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == grad(BODY).latex
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(live.root.get_by_role("menuitem").nth(4)).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "a = -2.0\nb = 1.0\n"
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button(live)).to_be_focused()
    page.keyboard.press("ArrowDown")
    path = downloaded(live, lambda: page.keyboard.press("Enter"), tmp_path)
    assert path.name == "f.svg"
    assert live.notebook.page.locator(".jp-Notebook .jp-Cell").count() == 2  # no key reached the notebook


def test_it_is_legible(live: CellPicture) -> None:
    menu = live.root.get_by_role("menu")
    for theme, width in (("light", 420), ("dark", 1080)):
        live.notebook.theme("dark" if theme == "dark" else "light")
        live.notebook.width(width)
        button(live).click()
        live.notebook.screenshot(f"save-{theme}-{width}", live.notebook.output(1))
        assert not overflow(menu)
        assert not [text for text in contrast(menu) if text["ratio"] < 4.5]
        live.root.page.keyboard.press("Escape")
