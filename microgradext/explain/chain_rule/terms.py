"""What flows back to a node: a term of its chain rule for each use."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from ...engine.frame import Frame
from ...engine.generated import scalar
from ...engine.graph import Graph, reached
from ...engine.ops import TABLE

Use = tuple[int, int]
"""An operation, and the position of the operand among its operands."""


@dataclass(frozen=True, slots=True)
class Term:
    """One use of a node, in current numbers: upstream gradient × local derivative = contribution."""

    node: int  # the operation that uses it
    operand: int  # the position of the used node among its operands
    upstream: float
    local: float | None  # None for an operation written by hand: only what it passes back is known
    contribution: float


class Uses:
    """The uses of nodes by operations that lead to the output, in the order of the code.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(3.0)
    >>> uses = Uses(graph_of((a + a).tanh())[0], [0])
    >>> uses.of(0), uses.only(1)
    ([(1, 0), (1, 1)], (2, 0))
    """

    def __init__(self, graph: Graph, asked: Collection[int]) -> None:
        self._graph = graph
        self._leads = reached(graph)
        wanted = set(asked)
        self._found: dict[int, list[Use]] = {node: [] for node in wanted}
        for node, made in enumerate(graph.nodes):
            if not wanted.isdisjoint(made.operands) and self._leads[node]:
                for slot, operand in enumerate(made.operands):
                    if operand in wanted:
                        self._found[operand].append((node, slot))

    def of(self, node: int) -> Sequence[Use]:
        """All uses of a node that was asked for."""
        return self._found[node]

    def only(self, node: int) -> Use | None:
        """The use of a node that is used once; None for a node that is used more often."""
        if self._counts[node] != 1:
            return None
        consumer = self._consumers[node]
        return consumer, self._graph.nodes[consumer].operands.index(node)

    @cached_property
    def _leading(self) -> list[tuple[int, tuple[int, ...]]]:
        return [(node, made.operands) for node, made in enumerate(self._graph.nodes) if self._leads[node]]

    @cached_property
    def _counts(self) -> Counter[int]:
        return Counter(chain.from_iterable([operands for _, operands in self._leading]))

    @cached_property
    def _consumers(self) -> dict[int, int]:
        return {operand: node for node, operands in self._leading for operand in operands}


def terms(graph: Graph, frame: Frame, used: Sequence[Use]) -> tuple[Term, ...]:
    """The terms of a node with these uses; their contributions add up to its gradient."""
    return tuple([_term(graph, frame, node, slot) for node, slot in used if not _told(graph, node, slot)])


def _told(graph: Graph, node: int, slot: int) -> bool:
    """Whether an operation written by hand reports what it passes to this operand at an earlier position."""
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
