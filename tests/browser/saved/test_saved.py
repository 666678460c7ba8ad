"""What a notebook shows that was saved: in every place a picture, and never only "Loading widget…"."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, SlidesExporter
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import SCREENSHOTS, Notebook
from tests.browser.driver.pages import prepared
from tests.browser.driver.picture import picture
from tests.patience import STARTING
from tests.saved.rows import shows

LOAD = "%load_ext microgradext"
CELL = """\
%%grad f
a = -2.0
b = 3.0
d = a * b
e = a + b
f = d * e"""
TOGGLE_STATE = "jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
WIDGETS = {"unpkg.com", "cdn.jsdelivr.net"}  # where a page of nbconvert looks for ipywidgets

SEEN = """area => {
  const seen = (selector) => [...area.querySelectorAll(selector)].filter(e => e.checkVisibility());
  const images = seen('.microgradext-static img').filter(i => i.complete && i.naturalWidth > 0);
  return [seen('.microgradext .mg-graph [data-node]').length > 0 && 'live', images.length > 0 && 'static',
    /Loading widget|Error displaying/.test(area.innerText) && 'lost'].filter(Boolean) }"""
# The mean of all pixels, 0 to 255, as the page draws the image.
BRIGHTNESS = """image => { const canvas = Object.assign(document.createElement('canvas'), {width: 60, height: 20});
  canvas.getContext('2d').drawImage(image, 0, 0, 60, 20);
  const data = canvas.getContext('2d').getImageData(0, 0, 60, 20).data;
  return data.filter((_, i) => i % 4 < 3).reduce((a, b) => a + b) / (3 * data.length / 4) }"""

# How many px of the picture are beyond the edge of its box.
HIDDEN = "(box => box.scrollWidth - box.clientWidth)(document.querySelector('.microgradext-picture'))"


def hold(area: Locator, what: str) -> None:
    """Nothing but `what` is seen of a result, once all is loaded: `live` or `static`, never `lost`."""
    area.page.wait_for_function(f"([area, what]) => ({SEEN})(area).join() === what", arg=[area.element_handle(), what])


def ran(lab: Lab) -> Notebook:
    notebook = lab.notebook([LOAD, CELL], name="saved")
    notebook.run_all()
    picture(notebook, 1)
    return notebook


def copied(lab: Lab, notebook: Notebook, *, trusted: bool) -> Path:
    """The saved file at another place; a changed one is none that this user has signed."""
    path = lab.server.root / notebook.path
    copy = lab.server.root / f"{lab.name}-{'trusted' if trusted else 'untrusted'}.ipynb"
    shutil.copyfile(path, copy)
    if not trusted:
        changed = nbformat.read(copy, as_version=4)
        changed.cells[1].source += "\n"
        nbformat.write(changed, copy)
    return copy


def is_trusted(notebook: Notebook) -> bool:
    return bool(notebook.page.evaluate("harness.panel().content.widgets[1].model.trusted"))


def test_jupyterlab(lab: Lab) -> None:
    notebook = ran(lab)
    hold(notebook.output(1), shows("JupyterLab, run"))
    notebook.save()
    copies = [copied(lab, notebook, trusted=trusted) for trusted in (True, False)]

    notebook.reload()
    hold(notebook.output(1), shows("JupyterLab, page loaded again, kernel alive"))
    notebook.shutdown_kernel()
    live = picture(notebook, 1)
    live.move("b", 1.0)
    expect(live.root.locator(".mg-output-value")).to_have_text("2")
    hold(notebook.output(1), shows("JupyterLab, kernel dead"))

    trusted, untrusted = (lab.open(copy) for copy in copies)
    assert (is_trusted(trusted), is_trusted(untrusted)) == (True, False)
    hold(trusted.output(1), shows("JupyterLab, reopened, trusted"))
    hold(untrusted.output(1), shows("JupyterLab, reopened, untrusted"))
    for theme in ("light", "dark"):
        untrusted.theme(theme)
        untrusted.screenshot(f"saved-untrusted-{theme}", untrusted.output(1))


@pytest.mark.thorough
def test_jupyterlab_with_widget_state(lab: Lab) -> None:
    notebook = ran(lab)
    notebook.page.evaluate(TOGGLE_STATE)
    try:
        notebook.save()
    finally:
        notebook.page.evaluate(TOGGLE_STATE)
    copies = [copied(lab, notebook, trusted=trusted) for trusted in (True, False)]
    assert '"widgets"' in copies[0].read_text("utf-8")
    lab.close_notebooks()

    trusted, untrusted = (lab.open(copy) for copy in copies)
    assert (is_trusted(trusted), is_trusted(untrusted)) == (True, False)
    hold(trusted.output(1), shows("JupyterLab, reopened, trusted, widget state saved"))
    live = picture(trusted, 1)
    live.move("b", 1.0)
    expect(live.root.locator(".mg-output-value")).to_have_text("2")
    hold(untrusted.output(1), shows("JupyterLab, reopened, untrusted, widget state saved"))
    trusted.screenshot("saved-state", trusted.output(1))


@pytest.mark.thorough
def test_notebook_7(lab: Lab) -> None:
    """Another front end on the same server: what is trusted is what was signed there."""
    notebook = ran(lab)
    notebook.save()
    copy = copied(lab, notebook, trusted=True)
    page = prepared(notebook.page.context)
    try:
        page.goto(f"{lab.server.address}/notebooks/{copy.name}")
        output = page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".jp-Cell-outputArea")
        expect(output).to_be_visible(timeout=1000 * STARTING)  # a front end that starts
        hold(output, shows("Notebook 7, reopened"))
        page.screenshot(path=SCREENSHOTS / "saved-notebook-7-reopened.png")
        page.evaluate("harness.ready()")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        hold(output, shows("Notebook 7, run"))
        page.screenshot(path=SCREENSHOTS / "saved-notebook-7.png")
    finally:
        page.close()


@pytest.mark.thorough
@pytest.mark.parametrize("state", [False, True], ids=["plain", "state"])
def test_nbconvert_pages(context: BrowserContext, tmp_path: Path, state: bool) -> None:
    """Offline, and with nothing asked for but what nbconvert's own pages ask for."""
    results, bare = executed([LOAD, CELL], state), executed(["1"], state)
    for name, exporter in {"html": HTMLExporter(), "slides": SlidesExporter()}.items():
        page = context.new_page()
        asked = requests_of(page, exporter, results, tmp_path / f"{name}.html")
        output = page.locator(".jp-OutputArea, .jp-Cell-outputWrapper").first
        where = {"html": shows("nbconvert to html"), "slides": shows("nbconvert to slides")}[name]
        hold(output, where)
        page.screenshot(path=SCREENSHOTS / f"saved-nbconvert-{name}.png")
        if name == "html":
            paper(page)
        page.close()
        page = context.new_page()
        own = requests_of(page, exporter, bare, tmp_path / f"bare-{name}.html")
        page.close()
        assert asked <= own | (WIDGETS if state else set())


def paper(page: Page) -> None:
    """On paper the picture is light, on a dark screen too, and whole, where a screen would scroll."""
    page.set_viewport_size({"width": 480, "height": 800})
    assert page.evaluate(HIDDEN) > 0
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(HIDDEN) == 0
    image = page.locator(".microgradext-static img")
    assert shows("a printed page") == "static"
    cell = page.locator(".jp-Cell").filter(has=page.locator(".microgradext-static")).first
    assert cell.evaluate("cell => getComputedStyle(cell).breakInside") == "avoid"  # code and picture together
    assert image.evaluate("image => getComputedStyle(image).colorScheme") == "light"
    assert image.evaluate(BRIGHTNESS) > 200
    page.screenshot(path=SCREENSHOTS / "saved-paper.png")


def executed(cells: list[str], state: bool) -> Any:
    code: Any = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook = nbformat.v4.new_notebook(cells=code)
    NotebookClient(notebook, timeout=STARTING, startup_timeout=STARTING, store_widget_state=state).execute()
    return notebook


def requests_of(page: Page, exporter: HTMLExporter, notebook: Any, path: Path) -> set[str]:
    """The outside hosts that a page asks; nothing answers."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Your element with mimetype")  # the live view, where there is no state
        path.write_text(exporter.from_notebook_node(notebook)[0], "utf-8")
    page.goto(path.as_uri())
    return hosts
