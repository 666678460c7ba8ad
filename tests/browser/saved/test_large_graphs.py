"""A large graph is live as any other, comes back when the page is loaded again, and is in no file."""

import shutil

from playwright.sync_api import expect

from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import picture

LOAD = "%load_ext microgradext"
LOOP = "%%grad y\nx = 1.0\ny = x\nfor _ in range({}):\n    y = y * 0.5 + (x if x > 0 else 3.0)"
LARGE, MEDIUM = LOOP.format(15_000), LOOP.format(1500)
SENTENCE = "too many to keep in the notebook; run the cell to see it live."
TOGGLE_STATE = "jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"


def moves(notebook: Notebook, cell: int, x: float, y: str) -> None:
    live = picture(notebook, cell)
    live.move("x", x)
    expect(live.root.locator(".mg-output-value")).to_have_text(y)


def test_it_is_live_until_the_notebook_is_closed(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, LARGE, MEDIUM])
    notebook.run_all()
    for cell in (1, 2):
        moves(notebook, cell, -1.0, "6")  # another path: the kernel sends another graph
        moves(notebook, cell, 2.0, "4")
        expect(notebook.output(cell).locator(".microgradext-static")).to_be_hidden()
    notebook.page.evaluate(TOGGLE_STATE)
    try:
        notebook.save()
    finally:
        notebook.page.evaluate(TOGGLE_STATE)
    copy = lab.server.root / f"{lab.name}-copy.ipynb"
    shutil.copyfile(lab.server.root / notebook.path, copy)

    notebook.reload()
    for cell in (1, 2):
        moves(notebook, cell, 1.5, "3")
    notebook.shutdown_kernel()
    moves(notebook, 1, 1.0, "2")
    lab.close_notebooks()

    reopened = lab.open(copy)
    moves(reopened, 2, 0.5, "1")
    static = reopened.output(1).locator(".microgradext-static")
    expect(static.locator("img")).to_be_visible()
    expect(static).to_contain_text(SENTENCE)
    assert reopened.output(1).inner_text().count(SENTENCE) == 1


def test_a_browser_that_cannot_unpack_it_says_so_below_the_picture(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, MEDIUM])
    notebook.page.evaluate("() => { window.unpacks = window.DecompressionStream; delete window.DecompressionStream }")
    try:
        notebook.run_all()
        output = notebook.output(1)
        expect(output.get_by_text("This browser is too old to unpack a graph of this size")).to_be_visible()
        expect(output.locator(".microgradext-static img")).to_be_visible()
    finally:
        notebook.page.evaluate("() => { window.DecompressionStream = window.unpacks }")
