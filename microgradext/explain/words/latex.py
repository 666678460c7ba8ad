"""A computation as LaTeX: a line for each named value, with unnamed ones written into it."""

from collections.abc import Sequence

from ...engine.graph import Graph, Node
from .notation import applied, called, named, numeral
from .piece import Piece
from .symbols import operator, symbol

READABLE = 4000  # characters; nobody reads or pastes a longer formula
LINES = 80  # more are cut in the middle
LONGEST = 240  # characters of LaTeX; a longer unnamed value gets a line and a letter of its own


def formula(graph: Graph) -> str:
    r"""How the output is made, as aligned lines of LaTeX without dollar signs.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a, b = Value(2.0, label="a"), Value(3.0, label="beta")
    >>> f = (a + b) * a
    >>> f.label = "f"
    >>> print(formula(graph_of(f)[0]))
    \begin{aligned}
    f &= (a + \beta) \cdot a
    \end{aligned}
    """
    lines = _lines(graph)
    if len(lines) > LINES:
        lines = [*lines[: LINES // 2], r"&\;\;\vdots", *lines[-LINES // 2 :]]
    return "\n".join([r"\begin{aligned}", " \\\\\n".join(lines), r"\end{aligned}"])


def _lines(graph: Graph) -> list[str]:
    lines: list[str] = []
    pieces: list[Piece] = []
    wanted = _ancestors(graph)
    for index, node in enumerate(graph.nodes):
        made = _made(node, pieces) if index in wanted else Piece("")
        name = _name(graph, index, made)
        if name and index in wanted and (node.operands or index == graph.output):
            lines.append(f"{name} &= {made.text}")
        pieces.append(named(name) if name else made)
    return lines


def _ancestors(graph: Graph) -> set[int]:
    reached = {graph.output}
    for index in range(graph.output, -1, -1):
        if index in reached:
            reached.update(graph.nodes[index].operands)
    return reached


def _name(graph: Graph, index: int, made: Piece) -> str:
    node = graph.nodes[index]
    if node.label:
        return symbol(node.label)
    if index == graph.output:
        return "y"
    unwritten = len(made.text) > LONGEST or not (node.operands or node.kind == "constant")
    return f"v_{{{index}}}" if unwritten else ""


def _made(node: Node, pieces: Sequence[Piece]) -> Piece:
    if not node.operands:
        return numeral(node.data)
    operands = [pieces[operand] for operand in node.operands]
    return applied(node.row, operands) if node.row else called(operator(node.symbol), operands)
