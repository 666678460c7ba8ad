"""One copy of the front end serves all results of a notebook, and none of them is blank when it is gone."""

import shutil

import nbformat
from playwright.sync_api import expect

from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import picture

LOAD = "%load_ext microgradext"
CELLS = [LOAD, *(f"%%grad {name}\na = 2.0\n{name} = a * {k}" for name, k in (("f", 3.0), ("g", 5.0), ("h", 7.0)))]
RESULTS = {1: 3.0, 2: 5.0, 3: 7.0}
STATE = "application/vnd.jupyter.widget-state+json"
TOGGLE_STATE = "jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
FORGET = """async () => {
  const {content} = harness.panel();
  content.activeCellIndex = 1;
  await jupyterapp.commands.execute('notebook:delete-cell') }"""
MODELS = "__import__('ipywidgets').widgets.widget._instances.values()"


def all_move(notebook: Notebook, x: float, results: dict[int, float] = RESULTS) -> None:
    """Every picture is shown, and its output follows its slider."""
    for cell, factor in results.items():
        live = picture(notebook, cell)
        live.move("a", x)
        expect(live.root.locator(".mg-output-value")).to_have_text(f"{x * factor:g}")


def test_three_results_show_and_move_wherever_they_are_opened(lab: Lab) -> None:
    notebook = lab.notebook(CELLS)
    notebook.run_all()
    all_move(notebook, 4.0)
    assert notebook.kernel_value(f"sum(type(each).__name__ == 'FrontEnd' for each in {MODELS})") == 1
    assert notebook.page.locator("#microgradext-live-style").count() == 1
    notebook.page.evaluate(TOGGLE_STATE)
    try:
        notebook.save()
    finally:
        notebook.page.evaluate(TOGGLE_STATE)
    kept = lab.server.root / notebook.path
    copy = lab.server.root / f"{lab.name}-copy.ipynb"
    shutil.copyfile(kept, copy)
    state = nbformat.read(copy, as_version=4)["metadata"]["widgets"][STATE]["state"]
    assert sum("script" in model["state"] for model in state.values()) == 1

    notebook.reload()
    all_move(notebook, 1.0)
    notebook.restart_kernel()
    all_move(notebook, 6.0)
    notebook.run_all()
    all_move(notebook, 2.5)
    lab.close_notebooks()

    reopened = lab.open(copy)
    all_move(reopened, 3.0)
    reopened.shutdown_kernel()
    all_move(reopened, 1.5)


def test_two_kernels_in_one_page_do_not_disturb_each_other(lab: Lab) -> None:
    first = lab.notebook(CELLS, name="first")
    first.run_all()
    all_move(first, 3.0)
    beside = (lab.server.root / first.path).with_name("beside.ipynb")
    shutil.copyfile(lab.server.root / first.path, beside)
    second = Notebook(first.page, beside.relative_to(lab.server.root).as_posix())
    for notebook in (second, first):
        notebook.page.evaluate("path => harness.open(path)", notebook.path)
        notebook.run_all()
        all_move(notebook, 4.0)
    first.shutdown_kernel()
    second.page.evaluate("path => harness.open(path)", second.path)
    all_move(second, 1.0)
    assert second.kernel_value("a.data") == 1.0


def test_without_the_shared_model_nothing_is_blank(lab: Lab) -> None:
    notebook = lab.notebook([*CELLS, "import ipywidgets\nipywidgets.Widget.close_all()"])
    notebook.run_cell(0)
    notebook.run_cell(1)
    picture(notebook, 1)
    notebook.page.evaluate(FORGET)  # the cell that made the shared model
    rest = {1: 5.0, 2: 7.0}
    for cell in rest:
        notebook.run_cell(cell)
    all_move(notebook, 4.0, rest)
    notebook.run_cell(3)
    for cell in rest:  # its live view is gone, the static picture is back
        expect(notebook.output(cell).locator(".microgradext-static img")).to_be_visible()
        assert "Loading" not in notebook.output(cell).inner_text()
    for cell in rest:
        notebook.run_cell(cell)
    all_move(notebook, 1.0, rest)


def test_a_host_that_drops_the_shared_model_gets_the_front_end_from_the_kernel(lab: Lab) -> None:
    notebook = lab.notebook(CELLS)
    notebook.run_cell(0)
    # Its model is empty, as with a host that keeps only the models that it draws.
    notebook.kernel_exec(
        "from microgradext.notebook.live import shared\nmade = shared.shared()\n"
        "made.comm.send({'method': 'update', 'state': {'script': ''}})"
    )
    for cell in RESULTS:
        notebook.run_cell(cell)
    all_move(notebook, 4.0)
    assert notebook.kernel_value("a.data") == 4.0
