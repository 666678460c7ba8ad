"""What the nodes of a graph are called in a formula: their names, else how they were made, else a letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...engine.graph import Graph, Span
from . import code, notation
from .called import Called
from .constants import Constants
from .local import Write, operation_code, operation_latex
from .numbers import MINUS
from .piece import ATOM, Piece
from .symbols import ALL, precise, symbols, upright
from .wording import THEN, expression

LONGEST = 24  # characters of an expression that stands for a name
LONGEST_SCOPED = 48  # characters of scopes and a role that do
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
        self.output = graph.nodes[graph.output].label or free_output(graph)
        self._letter = free_letter(graph)
        self._lettered: dict[int, None] = {}
        self._told: dict[str, int] = {}  # the node that each text stands for
        self._called = Called(graph)
        self._in_scopes: dict[int, str] = {}  # what nodes are called by scope and role
        self._code = _Tongue(code.named, self._constant_code, self._plain_letter, operation_code)
        self._latex = _Tongue(self.symbol, self._constant_latex, self.letter, self._operation_latex)

    def code(self, node: int) -> Piece:
        """The name as code."""
        simple = self._simple(node, self._code)
        if simple is not None:
            return simple
        source = self._source(node)
        made = code.named(source) if source else self._made(node, self._code, LONGEST)
        if made is not None and self._told.setdefault(made.text, node) == node:
            return made
        scoped = self._scoped(node)
        if scoped and self._told.setdefault(scoped, node) == node:
            return Piece(scoped, code.SELECT)
        return self._lettered_as(node, self._code)

    def latex(self, node: int) -> Piece:
        """The name as LaTeX."""
        simple = self._simple(node, self._latex)
        if simple is not None:
            return simple
        plain = self.code(node)
        if node in self._lettered:
            return self._lettered_as(node, self._latex)
        # Source text that is not mathematics is set upright, as it is.
        text = self._symbols.get(plain.text) or upright(plain.text)
        as_it_is = Piece(text, ATOM if plain.level == ATOM else notation.ADD)
        if plain.text == self._in_scopes.get(node):
            return as_it_is
        return self._made(node, self._latex, TALLEST) or as_it_is

    def made(self, node: int) -> str:
        """What the letter of a node stands for: its expression, or its number."""
        made = self._graph.nodes[node]
        if not made.operands:
            return precise(made.data, ALL)
        return expression(self._graph, node, number=_exact).replace(" × ", " * ")

    def upright(self, node: int) -> str:
        """The same as LaTeX: code as it is, a number as a number."""
        made = self._graph.nodes[node]
        return upright(self.made(node)) if made.operands else notation.numeral(made.data).text

    def symbol(self, name: str) -> Piece:
        """A name of the graph as LaTeX."""
        return notation.named(self._symbols[name])

    def letter(self, node: int) -> Piece:
        """The letter of a node as LaTeX."""
        return Piece(f"{self._letter}_{{{node}}}")

    def letters_in(self, texts: Iterable[str]) -> list[int]:
        """The nodes that go by a letter in these texts."""
        found = re.findall(rf"\b{self._letter}(?:_\{{)?(\d+)\b", " ".join(texts))
        return sorted({int(number) for number in found} & self._lettered.keys())

    @cached_property
    def constants(self) -> Constants:
        """How its constants are written."""
        return Constants(self._graph, self._symbols.values())

    @cached_property
    def _symbols(self) -> dict[str, str]:
        labels, sources = self._graph.labels, self._sources_of_nodes
        texts = [labels.get(node) or source for node, source in enumerate(sources)]
        return symbols(dict.fromkeys([self.output, *filter(None, texts)]))

    @cached_property
    def _sources_of_nodes(self) -> list[str]:
        texts: dict[int, str] = {}  # by the identity of a span: the nodes of a loop share it
        spans = [self._graph.span(node) for node in range(len(self._graph.nodes))]
        return [texts[id(span)] if id(span) in texts else texts.setdefault(id(span), _source(span)) for span in spans]

    @cached_property
    def write(self) -> Write:
        """Writes the rows of the table as LaTeX, with no symbol that is a name's."""
        return notation.spelled if "e" in self._symbols.values() else notation.applied

    def _operation_latex(self, row: str, sign: str, operands: Sequence[Piece]) -> Piece:
        return operation_latex(row, sign, operands, self.write)

    def _constant_code(self, node: int) -> Piece:
        return self.constants.code(node)

    def _constant_latex(self, node: int) -> Piece:
        return self.constants.latex(node)

    def _plain_letter(self, node: int) -> Piece:
        return Piece(f"{self._letter}{node}")

    def _simple(self, node: int, tongue: _Tongue) -> Piece | None:
        """The name of a node that has one, or the number of a constant."""
        made = self._graph.nodes[node]
        name = self.output if node == self._graph.output else made.label
        if name:
            return tongue.name(name)
        return tongue.constant(node) if made.kind == "constant" else None

    def _source(self, node: int) -> str:
        """Its source text, if that is short and identifies the node; in a loop it does not."""
        text = _source(self._graph.span(node))
        return text if len(text) <= LONGEST and self._sources[text] == 1 else ""

    def _scoped(self, node: int) -> str:
        """What a node is called by scope and role, if that is short and no other node is called that."""
        if node not in self._in_scopes:
            alike = self._alike.get(self._called.role(node), ()) if self._graph.scopes is not None else ()
            self._in_scopes |= self._called.among(alike)
        text = self._in_scopes.get(node, "")
        return text if THEN in text and len(text) <= LONGEST_SCOPED else ""

    @cached_property
    def _alike(self) -> dict[str, list[int]]:
        """The unnamed operations that do the same, by what they do."""
        found: dict[str, list[int]] = {}
        for node, row in enumerate(self._graph.columns.codes):
            if row >= 0 and node not in self._graph.labels:
                found.setdefault(self._called.role(node), []).append(node)
        return found

    @cached_property
    def _sources(self) -> Counter[str]:
        labels = self._graph.labels
        return Counter([source for node, source in enumerate(self._sources_of_nodes) if node not in labels])

    def _lettered_as(self, node: int, tongue: _Tongue) -> Piece:
        self._lettered[node] = None
        return tongue.letter(node)

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
                part = tongue.letter(operand)
            part = part or self._written(operand, tongue, levels - 1, letters)
            if part is None:
                return None
            parts.append(part)
        return tongue.operation(made.row, made.symbol, parts)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How names, constants, letters and operations are written."""

    name: Callable[[str], Piece]
    constant: Callable[[int], Piece]
    letter: Callable[[int], Piece]
    operation: Callable[[str, str, Sequence[Piece]], Piece]


def _exact(x: float) -> str:
    return precise(x, ALL).replace("-", MINUS)


def _source(span: Span | None) -> str:
    return " ".join(span.text.split()) if span is not None else ""


def free_letter(graph: Graph) -> str:
    """The letter before the number of a node with neither name nor short expression; no label looks like it."""
    labels = " ".join(graph.labels.values())
    return next((letter for letter in ("v", "u") if not re.search(rf"\b{letter}[_\[]?\d", labels)), "node")


def free_output(graph: Graph) -> str:
    """A letter for an output without a name."""
    taken = set(graph.labels.values())
    return next((letter for letter in ("y", "L", "out") if letter not in taken), "output")
