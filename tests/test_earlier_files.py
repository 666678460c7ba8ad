"""Files that earlier versions wrote still open: pickles, saved notebooks, exported pages.

`tests/fixtures/earlier` was written by version 0.1.0 before its rooms moved (wire version 4), with `f = d * e` of the
README. A new version of the wire adds a folder of its own; what is there is never written again.
"""

import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

import microgradext.engine
from microgradext import GradResult, Tape, Value, export_html, nn, optim
from microgradext.check.report.report import Report
from microgradext.engine.graph import Graph
from microgradext.explain.chain_rule.derivation import Derivation
from microgradext.notebook.wire.saved import MIME, read_saved

EARLIER = Path(__file__).parent / "fixtures" / "earlier"


NAMES = (
    "Frame GradResult Tape Value acos asin atan atan2 cbrt ceil clip cos cosh dot draw_dot e erf exp explain expm1"
    " export_html floor gelu grad gradcheck hypot inf leaky_relu log log10 log1p log2 logsumexp max mean min nan nn"
    " optim pi relu sigmoid sign sin sinh softmax softplus sqrt square sum tan tanh tau trace train where"
).split()
OF_A_RESULT = (
    "draw_dot explain frame grads graph html inputs latex link move notes point save set tape tex title value values"
    " view widget"
).split()
"""What version 0.1.0 gave its users."""


def test_public_names_stay() -> None:
    assert [name for name in NAMES if not hasattr(microgradext, name)] == []
    assert [name for name in OF_A_RESULT if not hasattr(GradResult, name)] == []
    assert microgradext.engine.Value is Value  # as micrograd has it


def opened(name: str) -> Any:
    return pickle.loads((EARLIER / f"{name}.pickle").read_bytes())


def test_a_value_brings_its_graph_and_goes_on() -> None:
    f = opened("value")
    assert isinstance(f, Value)
    assert (f.data, f.label) == (-6.0, "f")
    f.backward()
    d, e = f._prev
    assert [each.label for each in (d, e)] == ["d", "e"]
    assert (d.grad, e.grad) == (1.0, -6.0)


def test_a_graph_and_its_tape_run() -> None:
    graph, tape = opened("graph"), opened("tape")
    assert isinstance(graph, Graph)
    assert [node.label for node in graph.nodes] == ["a", "b", "d", "e", "f"]
    assert isinstance(tape, Tape)
    assert tape([1.0, 2.0]).values[-1] == 6.0


@pytest.mark.parametrize("name", ["sgd", "optimiser"])
def test_an_optimiser_steps(name: str) -> None:
    model, optimiser = opened("model"), opened(name)
    assert isinstance(model, nn.MLP)
    assert isinstance(optimiser, optim.SGD | optim.Adam)
    before = [p.data for p in optimiser.parameters]
    for p in optimiser.parameters:
        p.grad = 1.0
    optimiser.step()
    assert all(p.data < b for p, b in zip(optimiser.parameters, before, strict=True))


def test_what_was_said_is_said_again() -> None:
    derivation, right, wrong = opened("derivation"), opened("report"), opened("findings")
    assert isinstance(derivation, Derivation)
    assert str(derivation).splitlines()[-1].strip() == "= −3"
    assert isinstance(right, Report)
    assert right.ok
    assert not wrong.ok
    assert "line 9 of engine_of_a_student.py" in str(wrong)
    assert "engine_of_a_student.py" in wrong._repr_html_()


def test_a_comparison_says_what_it_said() -> None:
    comparison = opened("comparison")
    assert comparison.ok
    assert "f" in str(comparison)


def graphs_in(page: str) -> list[str]:
    # The script of the page has the template of this element.
    return re.findall(rf'<script type="{re.escape(MIME)}">({{"version.*?)</script>', page)


def test_a_notebook_is_exported_with_every_picture_alive(tmp_path: Path) -> None:
    pytest.importorskip("nbconvert")  # not in every environment that runs these
    source = EARLIER / "notebook.ipynb"
    cells = json.loads(source.read_text("utf-8"))["cells"]
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    kept = [data[MIME] for data in outputs if MIME in data]
    page = export_html(source, tmp_path / "notebook.html").read_text("utf-8")
    assert len(kept) == 5
    assert graphs_in(page) == [read_saved(each).replace("<", "\\u003c") for each in kept]
    assert "<b>Not live</b>" not in page


@pytest.mark.parametrize(("page", "pictures"), [("result", 1), ("notebook", 5)])
def test_a_page_holds_graphs_that_todays_page_opens(page: str, pictures: int) -> None:
    """They are opened in tests/js/wire/earlier.test.ts; a version that Python refuses would not get there."""
    graphs = graphs_in((EARLIER / f"{page}.html").read_text("utf-8"))
    assert len(graphs) == pictures
    assert all(read_saved({"version": json.loads(graph)["version"], "graph": graph}) == graph for graph in graphs)
