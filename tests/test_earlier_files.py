"""Files that earlier versions wrote still open: pickles, saved notebooks, exported pages.

`tests/fixtures/earlier` was written by version 0.1.0 before its rooms moved (wire version 4), with `f = d * e` of the
README. A new version of the wire adds a folder of its own; what stands there is never written again.
"""

import pickle
from pathlib import Path
from typing import Any

import pytest

from microgradext import Tape, Value, nn, optim
from microgradext.check.report.report import Report
from microgradext.engine.graph import Graph
from microgradext.explain.chain_rule.derivation import Derivation

EARLIER = Path(__file__).parent / "fixtures" / "earlier"


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
