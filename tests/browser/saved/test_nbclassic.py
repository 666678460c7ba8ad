"""nbclassic, in an environment of its own: live with a kernel, and nothing but the static picture without one."""

import json
import sys
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from microgradext.notebook.wire.saved import WIDGET_VIEW
from tests.browser.driver.lab import KERNEL
from tests.browser.driver.server import Server
from tests.compatibility.environments import COMMON, Environment
from tests.patience import STARTING
from tests.saved.rows import shows

pytestmark = pytest.mark.thorough

CELLS = ("%load_ext microgradext", "%%grad f\na = 3.0\nf = a * a", "%%grad g\nb = 2.0\ng = exp(b)")
LIVE, STATIC = "[class*='microgradext-live-']", ".microgradext-static"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    packages = (*COMMON, "ipykernel", "nbclassic>=1.3")
    python = Environment("nbclassic", sys.executable, packages).ready()
    with Server(tmp_path_factory.mktemp("nbclassic"), (str(python), "-m", "nbclassic")) as server:
        yield server


@pytest.fixture
def page(server: Server, browser: Browser) -> Iterator[Page]:
    """A notebook that was run and saved there, open, with its kernel."""
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), server.root / "one.ipynb")
    page = browser.new_page()
    open_notebook(page, server, "one")
    # Its reply comes after that to ipywidgets, which asks a new kernel for the widgets that it has.
    page.evaluate("Jupyter.notebook.execute_cells([0])")
    page.wait_for_function("typeof Jupyter.notebook.get_cell(0).input_prompt_number === 'number'")
    page.evaluate("Jupyter.notebook.execute_cells([1, 2])")
    expect(page.locator(LIVE)).to_have_count(2)
    page.evaluate("Jupyter.notebook.save_notebook()")
    yield page
    page.close()


def open_notebook(page: Page, server: Server, name: str) -> None:
    """Open a notebook, and wait for its kernel and its widgets."""
    page.goto(f"{server.address}/notebooks/{name}.ipynb")
    page.wait_for_function("window.Jupyter?.notebook?.kernel?.is_connected()", timeout=1000 * STARTING)
    shown = "requirejs('notebook/js/outputarea').OutputArea.display_order"
    page.wait_for_function(f"{shown}.includes('{WIDGET_VIEW}')")


def outputs(page: Page) -> Locator:
    """The outputs of the cells that have any."""
    return page.locator(".output").filter(has=page.locator(STATIC))


def test_with_its_kernel_the_live_view_covers_the_picture(page: Page) -> None:
    assert shows("nbclassic, run") == "live"
    expect(outputs(page)).to_have_count(2)
    for each in outputs(page).all():
        expect(each.locator(LIVE)).to_be_visible()
        expect(each.locator(STATIC)).to_be_hidden()


@pytest.mark.parametrize("trusted", [True, False])
def test_without_its_kernel_the_picture_is_all_that_is_seen(page: Page, server: Server, trusted: bool) -> None:
    assert shows("nbclassic, reopened") == "static"
    another = server.root / "another.ipynb"
    another.write_text(_touched((server.root / "one.ipynb").read_text("utf-8"), trusted), "utf-8")
    open_notebook(page, server, "another")
    assert page.evaluate("Jupyter.notebook.trusted") == trusted
    if trusted:  # the sentence is there, and hidden
        expect(page.locator(".jupyter-widgets-view", has_text="could not be displayed")).to_have_count(2)
    expect(outputs(page)).to_have_count(2)
    for each in outputs(page).all():
        expect(each.locator(STATIC)).to_be_visible()
        assert "widget" not in each.inner_text()


def _touched(notebook: str, trusted: bool) -> str:
    """The same notebook; one that nobody has signed, if it should not be trusted."""
    read = json.loads(notebook)
    return notebook if trusted else json.dumps({**read, "metadata": {**read["metadata"], "touched": True}})
