"""A template gives in the page what the page's tape gives for the whole graph, to the bit."""

from __future__ import annotations

import struct
from random import Random
from typing import Any

import pytest

from microgradext import nn
from microgradext.cell.run import run_cell
from microgradext.engine.graph import Graph
from microgradext.engine.repeats.found import Repeats

from .graphs import described
from .page import Page

CELLS = {
    "days": "b, S, I = .3, .9, .1\nfor d in range(8):\n    new = b*S*I\n    S, I = S - new, I + new - I/9\nout = S*I\n",
    "samples": "w, b = 1.5, .2\nout = 0\nfor x in (.1, .5, 1.2):\n    out = out + tanh(w*x + b)**2\n",
    "calls": "a = .7\ndef f(x): return a*x + exp(-x)\nout = f(a) + f(2*a) + f(3*a)\n",
    "model": "x, y = .5, -.3\nout = sum(model([x, y]))\n",
}


def columns(graph: Graph) -> dict[str, Any]:
    return {name: column for name, column in described(graph, list(graph.columns.data)).items() if name != "view"}


@pytest.mark.parametrize("cell", CELLS)
def test_a_template_gives_what_the_whole_tape_gives(page: Page, cell: str) -> None:
    run = run_cell(CELLS[cell], {"model": nn.MLP(2, [4, 3])})
    assert run.graph is not None
    found = list(Repeats(run.graph))
    assert found
    for repeat in found:
        count, template = len(repeat.passes), repeat.template
        passes = [{"values": repeat.values(index), "nodes": repeat.made(index)} for index in range(count)]
        holes = len(template.graph.inputs)
        made = page("passes", columns(run.graph), columns(template.graph), holes, list(template.outputs), passes)
        for ours, whole in made:
            assert bits(ours) == bits(whole)
            assert ours


def test_a_template_in_the_page_takes_other_numbers(page: Page) -> None:
    run = run_cell(CELLS["samples"], {})
    assert run.graph is not None
    repeat = next(iter(Repeats(run.graph)))
    random, template = Random(1), repeat.template
    given = [[random.uniform(-2, 2) for _ in template.graph.inputs] for _ in range(20)]
    passes = [{"values": values, "nodes": []} for values in given]
    made = page("passes", columns(run.graph), columns(template.graph), len(given[0]), list(template.outputs), passes)
    for values, (ours, _) in zip(given, made, strict=True):
        assert ours == pytest.approx(template(values), rel=1e-15)


def bits(numbers: list[float]) -> bytes:
    return struct.pack(f"{len(numbers)}d", *numbers)
