"""The wire: what the page is told about the drawn edges is in the graph that it gets."""

from array import array

from microgradext.cell.run import run_cell
from microgradext.notebook.result import GradResult
from microgradext.notebook.wire.protocol import graph_message

SUM = "a = 1.0; b = 2.0; c = 3.0; d = 4.0; f = a * b + b + c + d + a"


def _ints(data: bytes) -> list[int]:
    return array("i", data).tolist()


def test_an_edge_names_the_node_whose_operand_it_is() -> None:
    run = run_cell(SUM, {})
    result = GradResult(run)
    message = graph_message(run, result.graph, result.view, result.frame(), revision=1, rid="r")
    start, operands, boxes = _ints(message["start"]), _ints(message["operands"]), _ints(message["boxes"]["node"])
    assert len(message["edges"]) == 2 + 5
    for source, target, node, slot, between in message["edges"]:
        assert between == 0
        assert operands[start[node] + slot] == boxes[source]
        assert node <= boxes[target]
