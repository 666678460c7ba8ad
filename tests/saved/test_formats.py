"""A notebook that was run and saved: how much a result adds to it, and what nbconvert makes of it without a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from copy import deepcopy
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, LatexExporter, MarkdownExporter, PDFExporter, SlidesExporter

from microgradext.notebook.front_end import SCRIPT, text
from tests.patience import STARTING
from tests.saved.rows import shows

pytestmark = [
    pytest.mark.kernel,
    # A format without a live view leaves only that out, and says so.
    pytest.mark.filterwarnings("ignore:Your element with mimetype:UserWarning"),
]

CELL = """\
%%grad
x1, x2 = 2.0, -0.5
w1, w2 = -3.0, 1.25
b = 6.88
n = x1 * w1 + x2 * w2 + b
o = tanh(n)
h = exp(-o * o)
q = sigmoid(o + h)
loss = (q - 0.5) ** 2 + w1 ** 2"""
NODES = 20
KILOBYTES = 30
IDS = re.compile(r"microgradext-(?:static|live)-(\w+)")


@pytest.fixture(scope="module")
def notebook() -> Any:
    """The cell, run twice in one kernel; no widget state, as JupyterLab saves by default."""
    cells: Any = [nbformat.v4.new_code_cell(cell) for cell in ("%load_ext microgradext", CELL, CELL)]
    made = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(made, timeout=STARTING, startup_timeout=STARTING, store_widget_state=False).execute()
    return made


def test_a_result_of_20_nodes_takes_little(notebook: Any) -> None:
    from microgradext import grad

    assert len(grad(CELL.removeprefix("%%grad\n")).graph.nodes) == NODES
    without = deepcopy(notebook)
    del without.cells[2]
    added = _size(notebook) - _size(without)
    print(f"a result of {NODES} nodes adds {added} bytes")
    assert added <= KILOBYTES * 1024


def test_one_front_end_is_stored_unless_told_not_to(notebook: Any) -> None:
    stored = deepcopy(notebook)
    NotebookClient(stored, timeout=STARTING, startup_timeout=STARTING).execute()
    assert len(notebook.cells) > 2, "or every result could have one"
    front_end = len(text(SCRIPT).encode())
    assert front_end < _size(stored) - _size(notebook) < 2 * front_end
    assert "widgets" not in notebook.metadata


def _size(notebook: Any) -> int:
    return len(nbformat.writes(notebook).encode())


def test_running_a_cell_again_gives_the_same_bytes_but_for_its_ids(notebook: Any) -> None:
    first, second = (_without_ids(cell) for cell in notebook.cells[1:])
    assert first == second


def _without_ids(cell: Any) -> str:
    """The stored outputs, with each id replaced by the same word everywhere."""
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))
    (rid,) = set(IDS.findall(text))
    text = text.replace(rid, "RID").replace(cell.id, "ID")
    text = re.sub(r'"model_id": "\w+"', '"model_id": "MODEL"', text)
    text = re.sub(r'"execution_count": \d+', '"execution_count": N', text)
    return re.sub(r'"iopub\.\w+(\.\w+)*": "[^"]*"|"shell\.\w+": "[^"]*"', '"time"', text)


def test_a_terminal_shows_the_table() -> None:
    cell = "get_ipython().run_cell_magic('grad', '', 'a = 3.0\\nb = a * a')"
    command = [sys.executable, "-m", "IPython", "--no-banner", "-c", f"%load_ext microgradext\n{cell}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert shows("IPython in a terminal") == "text"
    assert "b     a * a" in said
    assert "<" not in said


# ---------------------------------------------------------------- nbconvert


def test_markdown_holds_the_picture(notebook: Any) -> None:
    text, resources = MarkdownExporter().from_notebook_node(notebook)
    assert shows("nbconvert to markdown") == "static"
    assert text.count('<img alt="Computation graph of loss') == 2
    assert "data:image/svg+xml,%3Csvg" in text
    assert not resources["outputs"]


@pytest.mark.parametrize("exporter", [HTMLExporter, SlidesExporter])
def test_pages_hold_the_picture(notebook: Any, exporter: type[HTMLExporter]) -> None:
    page, _ = exporter().from_notebook_node(notebook)
    assert page.count("data:image/svg+xml,%3Csvg") == 2
    assert "pgfpicture" not in page


def test_latex_holds_formula_and_picture_without_inkscape(notebook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no program at all
    tex, resources = LatexExporter().from_notebook_node(notebook)
    assert shows("nbconvert to latex") == "static"
    assert tex.count(r"\begin{pgfpicture}") == tex.count(r"\end{pgfpicture}") == 2
    assert tex.count(r"o &= \tanh(n)") == 2
    assert not resources["outputs"]


@pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz's program")
def test_latex_of_what_graphviz_drew_needs_no_inkscape_either(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = ("%load_ext microgradext", "%%grad f --view=dot --out=r\na = 3.0\nf = a * a", "r.draw_dot()")
    drawn = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(drawn, timeout=STARTING, startup_timeout=STARTING).execute()
    shown = [output["data"] for cell in drawn.cells[1:] for output in cell["outputs"]]
    assert ["could not be run" in data["text/plain"] for data in shown] == [False, False]
    assert all("Generated by graphviz" in data["text/html"] for data in shown)
    monkeypatch.setenv("PATH", "")
    tex, resources = LatexExporter().from_notebook_node(drawn)
    assert tex.count(r"\begin{pgfpicture}") == 2
    assert not resources["outputs"]


WIDE = "\n".join(
    [f"w{i} = {i / 4 - 1}" for i in range(12)] + ["y = tanh(w0 * w1)" + "".join(f" + w{i} * w5" for i in range(12))]
)
CHAIN = "x = 0.5\n" + "\n".join(["x = tanh(x)"] * 60)
HOSTILE = r"""a = Value(float("nan"), label="\\evil{%$#&_^~}")
β = 2.0
y = a * β
y.label = "<b>\"&amp;"
"""


@pytest.mark.skipif(not shutil.which("xelatex"), reason="needs TeX")
def test_pdf_is_made_of_it(notebook: Any) -> None:
    """With what else paper may have to show: small boxes, too large a picture, names that TeX could misread."""
    from microgradext import Value, grad

    whole = deepcopy(notebook)
    for cell in (WIDE, CHAIN, HOSTILE):
        tex = grad(cell, {"Value": Value}).tex()
        output: Any = nbformat.v4.new_output("display_data", {"text/latex": tex})
        whole.cells.append(nbformat.v4.new_code_cell("", outputs=[output]))
    pdf, _ = PDFExporter().from_notebook_node(whole)
    assert shows("nbconvert to pdf") == "static"
    assert pdf.startswith(b"%PDF")
