"""What flows back to a node: a term of its chain rule for each use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.frame import Frame
from ..engine.generated import scalar
from ..engine.graph import Graph, reached
from ..engine.ops import TABLE

Use = tuple[int, int]
"""An operation, and the position of the operand in it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One use of a node, in today's numbers: upstream gradient × local derivative = contribution."""

    node: int  # the operation that uses it
    operand: int  # its position among the operands there
    upstream: float
    local: float | None  # None: of an operation written by hand only what it passes is known
    contribution: float


def uses(graph: Graph) -> Mapping[int, Sequence[Use]]:
    """The uses of each node by operations that lead to the output, in the order of the code.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(3.0)
    >>> uses(graph_of(a + a)[0])
    {0: [(1, 0), (1, 1)]}
    """
    found: dict[int, list[Use]] = {}
    leads = reached(graph)
    for node, made in enumerate(graph.nodes):
        if leads[node]:
            for slot, operand in enumerate(made.operands):
                found.setdefault(operand, []).append((node, slot))
    return found


def terms(graph: Graph, frame: Frame, used: Sequence[Use]) -> tuple[Term, ...]:
    """The terms of a node that is used there; their contributions add up to its gradient."""
    return tuple([_term(graph, frame, node, slot) for node, slot in used if not _told(graph, node, slot)])


def _told(graph: Graph, node: int, slot: int) -> bool:
    """Whether an operation written by hand has told at an earlier position what it passes to this operand."""
    made = graph.nodes[node]
    return made.kind == "written" and made.operands[slot] in made.operands[:slot]


def _term(graph: Graph, frame: Frame, node: int, slot: int) -> Term:
    upstream, contribution = frame.gradients[node], frame.contributions[node][slot]
    return Term(node, slot, upstream, _local(graph, frame, node, slot), contribution)


def _local(graph: Graph, frame: Frame, node: int, slot: int) -> float | None:
    made = graph.nodes[node]
    if made.kind != "operation":
        return None
    pull: Any = scalar.PULL[TABLE[made.row].code]
    local: float = pull(1.0, frame.values[node], *[frame.values[operand] for operand in made.operands])[slot]
    return local
