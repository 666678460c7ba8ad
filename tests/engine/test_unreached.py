"""What the output does not depend on passes nothing back, not even 0 x inf."""

from __future__ import annotations

from microgradext.engine import Value
from microgradext.engine.frame import frame_of
from microgradext.engine.functions import log
from microgradext.engine.graph import graph_of
from microgradext.engine.tape.tape import Tape


def test_an_infinite_slope_beside_the_output_does_not_reach_the_inputs() -> None:
    a = Value(0.0, label="a")
    beside = log(a)  # -inf, with an infinite derivative
    output = a * 3
    graph, values = graph_of(output, inputs=[a], also=[beside])
    assert frame_of(graph, values).gradients[graph.inputs[0]] == 3.0
    assert Tape(graph)([0.0]).gradients[graph.inputs[0]] == 3.0
    assert Tape(graph).batch([[0.0]])[1].tolist() == [[3.0]]
