"""Sums: the long chains of + that people read as one sum, and that are drawn as one box.

The gradient passes every + unchanged, so what flows back to a term is the same whether or not the inner + are drawn.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..engine.graph import Graph
from ..engine.ops import TABLE

SIGN = "Σ"
ADD = TABLE["add"].code
LEAST = 4  # terms; a shorter sum is drawn + by +


def long_sums(graph: Graph, nodes: Sequence[int]) -> dict[int, int]:
    """The inner + of the long sums among `nodes`, each with the last + of its sum.

    A + is inside a sum when only another + uses it, and the code neither named it nor looked at it. `nodes` must be
    in order.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a, b, c, d = [Value(1.0) for _ in range(4)]
    >>> long_sums(graph_of(a + b + c + d)[0], range(7))
    {5: 6, 4: 6}
    >>> long_sums(graph_of(a + b + c)[0], range(5))
    {}
    """
    free, columns = _free(graph, nodes), graph.columns
    last: dict[int, int] = {}
    for node in reversed(nodes):
        if columns.codes[node] == ADD:
            for operand in columns.operands_of(node):
                if operand in free:
                    last[operand] = last.get(node, node)
    within = Counter(last.values())  # a sum has two more terms than inner +
    return {inner: end for inner, end in last.items() if within[end] + 2 >= LEAST}


def terms(graph: Graph, node: int, sums: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """The terms of a sum in the order of the code, or the operands of any other node.

    Each comes with the node whose operand it is, and its position among the operands of that node.
    """
    start, operands = graph.columns.start, graph.columns.operands
    waiting = [(node, slot) for slot in reversed(range(start[node + 1] - start[node]))]
    while waiting:
        holder, slot = waiting.pop()
        operand = operands[start[holder] + slot]
        if operand in sums:
            waiting += [(operand, 1), (operand, 0)]
        else:
            yield operand, holder, slot


def _free(graph: Graph, nodes: Sequence[int]) -> set[int]:
    """The unnamed + that are used once, are not the output, and that no guard looked at."""
    uses, codes, named = graph.columns.uses(), graph.columns.codes, graph.labels
    free = {node for node in nodes if codes[node] == ADD and uses[node] == 1 and node not in named}
    return free - {graph.output, *graph.inputs, *(guard.node for guard in graph.guards)}
