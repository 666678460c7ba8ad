"""A computation as LaTeX: a line for each named value, with unnamed ones written into it."""

from collections.abc import Sequence

from ...engine.graph import Graph, Node
from .local import operation_latex
from .naming import Names
from .piece import Piece

READABLE = 4000  # characters; nobody reads or pastes a longer formula
LARGEST = 10_000  # nodes; of more it would take a twentieth of a second, only to be found too long
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


def readable(graph: Graph) -> str:
    """The formula; empty where it is longer than anybody reads, and for large graphs."""
    text = formula(graph) if len(graph.nodes) <= LARGEST else ""
    return text if len(text) <= READABLE else ""


def _lines(graph: Graph) -> list[str]:
    names = Names(graph)
    lines: list[str] = []
    pieces: list[Piece] = []
    wanted = _ancestors(graph)
    for index, node in enumerate(graph.nodes):
        made = _made(names, index, node, pieces) if index in wanted else Piece("")
        name = _name(graph, names, index, made)
        if name and index in wanted and (node.operands or index == graph.output):
            lines.append(f"{name.text} &= {made.text}")
        pieces.append(name or made)
    return lines


def _ancestors(graph: Graph) -> set[int]:
    reached = {graph.output}
    for index in range(graph.output, -1, -1):
        if index in reached:
            reached.update(graph.columns.operands_of(index))
    return reached


def _name(graph: Graph, names: Names, index: int, made: Piece) -> Piece | None:
    node = graph.nodes[index]
    if node.label or index == graph.output:
        return names.symbol(node.label or names.output)
    unwritten = len(made.text) > LONGEST or not (node.operands or node.kind == "constant")
    return names.letter(index) if unwritten else None


def _made(names: Names, index: int, node: Node, pieces: Sequence[Piece]) -> Piece:
    if not node.operands:
        return names.constants.latex(index)
    operands = [pieces[operand] for operand in node.operands]
    return operation_latex(node.row, node.symbol, operands, names.write)
