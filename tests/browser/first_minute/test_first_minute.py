"""The first minute with sixty cells that people write; `screenshots/first-minute-*.png` are there to be looked at."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.driver.contact_sheet import Shot, write
from tests.browser.driver.geometry import contrast, overflow, overlaps
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.first_minute.cells import SHEET
from tests.browser.first_minute.keys import Keyboard
from tests.browser.first_minute.plain import Plain
from tests.browser.first_minute.shown import cut, read
from tests.browser.first_minute.truth import ambiguous, untruths

LOAD = "%load_ext microgradext"
WIDTHS = (420, 700, 1050, 1800)
THEMES = ("light", "dark", "forced")
QUICK = {name: code for cells in SHEET.values() for name, code in cells.items() if name in ("mortgage", "photon")}
KINDS = {"quick": QUICK} | SHEET
APART = (
    ".mg-node:not(.mg-open) .mg-frame, .mg-edge-label text, .mg-constant .mg-label, .mg-name, .mg-box, .mg-slider, "
    ".mg-gradient-cell",
    ".mg-badge, .mg-edge-label text, .mg-constant .mg-label",
    ".mg-end, .mg-scale, .mg-box, .mg-name",
    ".mg-node .mg-value, .mg-node .mg-label, .mg-node .mg-gradient",
)

kinds = pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[] if kind == "quick" else pytest.mark.thorough) for kind in KINDS]
)


def opened(lab: Lab, cells: Mapping[str, str], magic: str) -> Notebook:
    notebook = lab.notebook([LOAD, *(f"{magic}\n{code}" for code in cells.values())])
    notebook.run_cell(0)
    return notebook


@kinds
def test_sliders_have_sensible_ranges_and_keys_and_every_number_is_true(lab: Lab, kind: str) -> None:
    notebook = opened(lab, KINDS[kind], "%%grad --panel=code")
    faults = []
    for i, (name, code) in enumerate(KINDS[kind].items(), 1):
        notebook.run_cell(i)
        keyboard = Keyboard(notebook, picture(notebook, i), Plain(code))
        faults += [f"{name}: {fault}" for fault in keyboard.faults()]
    assert not faults, "\n".join(faults)


@kinds
def test_it_is_legible_in_every_width_and_theme(lab: Lab, browser: Browser, kind: str) -> None:
    cells = KINDS[kind]
    notebook = opened(lab, cells, "%%grad")
    notebook.run_all()
    lives = {name: picture(notebook, i) for i, name in enumerate(cells, 1)}
    faults, shots = [], list[Shot]()
    for theme in themes(notebook):
        for width in WIDTHS:
            notebook.width(width)
            for name, live in lives.items():
                where = f"{name}, {theme}, {width} px"
                faults += [f"{where}: {fault}" for fault in looks(live, theme, width)]
                if theme == "light":
                    plain = Plain(cells[name])
                    shown = read(live.root)
                    faults += [f"{where}: {fault}" for fault in untruths(shown, plain, plain.point) + ambiguous(shown)]
                path = notebook.screenshot(f"first-minute-{name.replace(' ', '-')}-{theme}-{width}", live.root)
                shots.append(Shot(name, theme, width, path))
    write(browser, shots, f"first-minute-{kind}")
    assert not faults, "\n".join(faults)


def themes(notebook: Notebook) -> Iterator[str]:
    """Put one theme on after the other."""
    for theme in THEMES:
        notebook.theme("dark" if theme == "dark" else "light")
        notebook.page.emulate_media(forced_colors="active" if theme == "forced" else "none")
        yield theme


def looks(live: CellPicture, theme: str, width: int) -> Iterator[str]:
    """What a person could not read; colours need no more than one width."""
    root: Locator = live.root
    root.scroll_into_view_if_needed()  # out of sight, a browser lays out nothing
    live.painted()
    yield from (f"too wide: {each}" for each in overflow(root))
    yield from (f"cut: {each}" for each in cut(root))
    yield from (f"overlap: {each}" for apart in APART for each in overlaps(root, apart))
    if theme != "forced" and width == 700:
        yield from (f"pale: {text}" for text in contrast(root) if text["ratio"] < 4.5)
