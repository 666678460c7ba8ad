"""What the nodes of a graph are called in a formula: their names, else how they were made, else a letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...engine.graph import Graph, Node
from . import code, notation
from .local import operation_code, operation_latex
from .numbers import ungrouped
from .piece import ATOM, Piece
from .symbols import symbol
from .wording import expression

LONGEST = 24  # characters of an expression that stands for a name
TALLEST = 90  # characters of LaTeX
LEVELS = 4  # of operations in one expression
WIDEST = 6  # operands


class Names:
    """Names for the nodes of one graph, as code and as LaTeX.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> x, w_in = Value(2.0, label="x"), Value(3.0, label="w_in")
    >>> names = Names(graph_of((w_in * x + 1).tanh())[0])
    >>> [names.code(node).text for node in range(6)]
    ['x', 'w_in', 'w_in * x', '1', 'w_in * x + 1', 'y']
    >>> names.latex(4).text
    'w_{\\\\mathrm{in}} \\\\cdot x + 1'
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.output = graph.nodes[graph.output].label or _free(graph)
        self._letter = _letter(graph)
        self._lettered: dict[int, None] = {}

    def code(self, node: int) -> Piece:
        """The name as code."""
        simple = self._simple(node, _CODE)
        if simple is not None:
            return simple
        source = self._source(node)
        made = code.named(source) if source else self._made(node, _CODE, LONGEST)
        return made or self._lettered_as(node, _CODE)

    def latex(self, node: int) -> Piece:
        """The name as LaTeX."""
        simple = self._simple(node, _LATEX)
        if simple is not None:
            return simple
        plain = self.code(node)
        if node in self._lettered:
            return self._lettered_as(node, _LATEX)
        # Source text that is not mathematics is set upright, as it is.
        upright = Piece(symbol(plain.text), ATOM if plain.level == ATOM else notation.ADD)
        return self._made(node, _LATEX, TALLEST) or upright

    def made(self, node: int) -> str:
        """What the letter of a node stands for: its expression, or its number."""
        made = self._graph.nodes[node]
        return (expression(self._graph, node).replace(" × ", " * ") if made.operands else "") or ungrouped(made.data)

    def _simple(self, node: int, tongue: _Tongue) -> Piece | None:
        """The name of a node that has one, or the number of a constant."""
        made = self._graph.nodes[node]
        name = self.output if node == self._graph.output else made.label
        if name:
            return tongue.name(name)
        return tongue.number(made.data) if made.kind == "constant" else None

    def _source(self, node: int) -> str:
        """Its source text, if that is short and identifies the node; in a loop it does not."""
        text = _source(self._graph.nodes[node])
        return text if len(text) <= LONGEST and self._sources[text] == 1 else ""

    @cached_property
    def _sources(self) -> Counter[str]:
        return Counter([_source(node) for node in self._graph.nodes if not node.label])

    def letters_in(self, texts: Iterable[str]) -> list[int]:
        """The nodes that go by a letter in these texts."""
        found = re.findall(rf"\b{self._letter}(?:_\{{)?(\d+)\b", " ".join(texts))
        return sorted({int(number) for number in found} & self._lettered.keys())

    def _lettered_as(self, node: int, tongue: _Tongue) -> Piece:
        self._lettered[node] = None
        return tongue.letter(self._letter, node)

    def _made(self, node: int, tongue: _Tongue, longest: int) -> Piece | None:
        """The node written from the names of its operands, unnamed ones written out too; None if that gets long."""
        letters: list[int] = []
        written = self._written(node, tongue, LEVELS, letters)
        if written is None or len(written.text) > longest:
            return None
        self._lettered.update(dict.fromkeys(letters))
        return written

    def _written(self, node: int, tongue: _Tongue, levels: int, letters: list[int]) -> Piece | None:
        made = self._graph.nodes[node]
        if not levels or not 0 < len(made.operands) <= WIDEST:
            return None
        parts: list[Piece] = []
        for operand in made.operands:
            part = self._simple(operand, tongue)
            if part is None and not self._graph.nodes[operand].operands:
                letters.append(operand)
                part = tongue.letter(self._letter, operand)
            part = part or self._written(operand, tongue, levels - 1, letters)
            if part is None:
                return None
            parts.append(part)
        return tongue.operation(made.row, made.symbol, parts)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How names, numbers, letters and operations are written."""

    name: Callable[[str], Piece]
    number: Callable[[float], Piece]
    letter: Callable[[str, int], Piece]
    operation: Callable[[str, str, Sequence[Piece]], Piece]


_CODE = _Tongue(code.named, code.numeral, lambda letter, node: Piece(f"{letter}{node}"), operation_code)
_LATEX = _Tongue(
    lambda name: notation.named(symbol(name)),
    notation.numeral,
    lambda letter, node: Piece(f"{letter}_{{{node}}}"),
    operation_latex,
)


def _source(node: Node) -> str:
    return " ".join(node.span.text.split()) if node.span is not None else ""


def _letter(graph: Graph) -> str:
    """The letter before the number of a node with neither name nor short expression; no label looks like it."""
    labels = " ".join([node.label for node in graph.nodes if node.label])
    return next((letter for letter in ("v", "u") if not re.search(rf"\b{letter}_?\d", labels)), "node")


def _free(graph: Graph) -> str:
    """A letter for an output without a name."""
    taken = {node.label for node in graph.nodes}
    return next((letter for letter in ("y", "L", "out") if letter not in taken), "output")
