"""The two tongues in which a derivation is written, text and LaTeX, behind one set of methods."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from ...engine.graph import Graph, Node
from ...engine.ops import TABLE
from ..rounding import ROUNDING, Known
from ..words import code, notation
from ..words.local import local_code, local_latex, operation_code, operation_latex
from ..words.naming import Names
from ..words.numbers import MINUS, ungrouped
from ..words.piece import ATOM, Piece
from ..words.symbols import figures, literal, precise


class Tongue(ABC):
    """How the parts of a derivation are written; each part knows how tightly it binds."""

    dot: str
    multiply: int  # how tightly a product binds
    add: int

    def __init__(self, graph: Graph, names: Names) -> None:
        self.graph = graph
        self.names = names

    @abstractmethod
    def name(self, node: int) -> Piece:
        """What a node is called."""

    @abstractmethod
    def number(self, x: float, digits: int = 0) -> Piece:
        """A number as it is written, or with as many significant digits."""

    @abstractmethod
    def about_zero(self) -> Piece:
        """What stands for a number that is only rounding, in brackets."""

    @abstractmethod
    def plain(self, x: float, digits: int) -> str:
        """The same number as Python would write it."""

    def read(self, x: float, digits: int) -> float:
        """The number that a reader sees."""
        return float(self.plain(x, digits))

    @abstractmethod
    def dots(self) -> Piece:
        """What stands for operands that are not written out."""

    @abstractmethod
    def left_out(self, count: int, total: Known | None) -> Piece:
        """What stands for terms that are not written out."""

    @abstractmethod
    def fraction(self, of: int, by: int) -> Piece:
        """∂of/∂by."""

    @abstractmethod
    def local(self, node: int, slot: int) -> Piece:
        """The local derivative of an operation from the table."""

    @abstractmethod
    def operation(self, node: int, operands: Sequence[Piece]) -> Piece:
        """The operation that made a node, written around its operands."""

    @abstractmethod
    def brackets(self, text: str) -> str:
        """The text in brackets."""

    def product(self, factors: Sequence[Piece]) -> Piece:
        """The factors with dots between them; those that are negative or composed are in brackets."""
        if len(factors) == 1:
            return factors[0]
        return Piece(self.dot.join([self._within(each, self.multiply) for each in factors]), self.multiply)

    def total(self, summands: Sequence[Piece]) -> Piece:
        """The sum of the summands."""
        first, *others = summands
        if not others:
            return first
        texts = [first.text if first.level >= self.add else self.brackets(first.text)]
        texts += [self._within(each, self.add) for each in others]
        return Piece(" + ".join(texts), self.add)

    def _within(self, piece: Piece, level: int) -> str:
        # A quotient or a remainder binds as tightly as a product, but inside one it would be misread.
        divided = level == self.multiply and any(sign in piece.text for sign in (" / ", " // ", " % ", "bmod"))
        loose = piece.level < level or (divided and piece.level == level) or piece.text[:1] in ("-", MINUS)
        return self.brackets(piece.text) if loose else piece.text


class Text(Tongue):
    """For a terminal."""

    dot = " * "
    multiply, add = code.MULTIPLY, code.ADD

    def name(self, node: int) -> Piece:
        return self.names.code(node)

    def number(self, x: float, digits: int = 0) -> Piece:
        return Piece(self.plain(x, digits).replace("-", MINUS), code.NEGATE if x < 0 else ATOM)

    def plain(self, x: float, digits: int) -> str:
        return precise(x, digits) if digits else ungrouped(x).replace(MINUS, "-")

    def about_zero(self) -> Piece:
        return Piece(self.brackets(ROUNDING))

    def dots(self) -> Piece:
        return Piece("…")

    def left_out(self, count: int, total: Known | None) -> Piece:
        told = "" if total is None else f", {total if total == ROUNDING else ungrouped(total)} in all"
        return Piece(f"… {count} more terms{told} …")

    def fraction(self, of: int, by: int) -> Piece:
        return Piece("/".join([f"∂{code.within(self.name(node), ATOM)}" for node in (of, by)]))

    def brackets(self, text: str) -> str:
        return f"({text})"

    def local(self, node: int, slot: int) -> Piece:
        made = self.graph.nodes[node]
        names = [self.name(operand) if wanted else Piece("") for operand, wanted in _wanted(made, slot)]
        return local_code(made.row, slot, names, self.name(node), constants(self.graph, self.names, node))

    def operation(self, node: int, operands: Sequence[Piece]) -> Piece:
        made = self.graph.nodes[node]
        return operation_code(made.row, made.symbol, operands)


class Latex(Tongue):
    """For a notebook and for paper."""

    dot = r" \cdot "
    multiply, add = notation.MULTIPLY, notation.ADD

    def name(self, node: int) -> Piece:
        return self.names.latex(node)

    def number(self, x: float, digits: int = 0) -> Piece:
        return notation.numeral(x, digits)

    def plain(self, x: float, digits: int) -> str:
        return figures(x, digits)

    def about_zero(self) -> Piece:
        return Piece(self.brackets(literal(ROUNDING)))

    def dots(self) -> Piece:
        return Piece(r"\cdots")

    def left_out(self, count: int, total: Known | None) -> Piece:
        told = "" if total is None else rf"\text{{, }} {literal(total)} \text{{ in all}}"
        return Piece(rf"\cdots \text{{{count} more terms}}{told} \cdots")

    def fraction(self, of: int, by: int) -> Piece:
        above, below = (self._under(self.name(node)) for node in (of, by))
        return Piece(rf"\frac{{\partial {above}}}{{\partial {below}}}")

    def _under(self, name: Piece) -> str:
        """The name below a ∂: ∂a² would be read as the square of ∂a, but ∂a⁽²⁾, for the second a, would not."""
        misread = name.level < notation.POWER or r"\frac" in name.text or re.search(r"\^\{[^(]", name.text)
        return self.brackets(name.text) if misread else name.text

    def brackets(self, text: str) -> str:
        return notation.bracketed(text)

    def local(self, node: int, slot: int) -> Piece:
        made = self.graph.nodes[node]
        names = [self.name(operand) if wanted else Piece("") for operand, wanted in _wanted(made, slot)]
        known = constants(self.graph, self.names, node)
        return local_latex(made.row, slot, names, self.name(node), known, self.names.write)

    def operation(self, node: int, operands: Sequence[Piece]) -> Piece:
        made = self.graph.nodes[node]
        return operation_latex(made.row, made.symbol, operands, self.names.write)


def constants(graph: Graph, names: Names, node: int) -> list[float | None]:
    """The number of each operand that is a constant, and None for the others and for what an expression stands for."""
    operands = graph.nodes[node].operands
    return [
        graph.nodes[operand].data
        if graph.nodes[operand].kind == "constant" and not names.constants.is_made(operand)
        else None
        for operand in operands
    ]


def _wanted(made: Node, slot: int) -> Iterator[tuple[int, bool]]:
    """Each operand, and whether the derivative by the one at `slot` may mention it; a sum can be very long."""
    few = TABLE[made.row].arity > 0
    return ((operand, few or place == slot) for place, operand in enumerate(made.operands))
