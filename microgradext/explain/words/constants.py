"""Constants as the code writes them: `math.sqrt(2)` stays a root, and any other number has all its digits."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Collection, Mapping
from functools import cache, cached_property

from ...engine.generated import scalar
from ...engine.graph import Graph
from ...engine.names import UFUNCS
from ...engine.node import CONSTANT
from ...engine.ops import TABLE
from . import code, notation
from .piece import Piece
from .symbols import upright

_OPERATORS: Mapping[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.FloorDiv: "floordiv", ast.Mod: "mod",
    ast.Pow: "pow", ast.USub: "neg",
}  # fmt: skip
_LETTERS = {"pi": (math.pi, r"\pi"), "tau": (math.tau, r"\tau"), "e": (math.e, "e")}
_MODULES = frozenset(("math", "np", "numpy", "torch", "jnp"))
_POWER_OF_TEN = re.compile(r"(\d+\.?\d*|\.\d+)[eE]([+-]?\d+)", re.ASCII)
_LONGEST = 200  # characters of code that is searched


class Constants:
    """How the constants of one graph are written; `taken` has the symbols that its names go by in LaTeX.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> constants = Constants(graph_of(Value(2.0) * (1 / 3))[0])
    >>> constants.code(1).text, constants.expression(1)
    ('0.3333333333333333', '')
    """

    def __init__(self, graph: Graph, taken: Collection[str] = ()) -> None:
        self._graph = graph
        self._taken = taken

    def is_made(self, node: int) -> bool:
        """Whether the code makes it by an expression, of which its number would say less."""
        found = self._found(node)
        return found is not None and not isinstance(_unsigned(found[0]), ast.Constant)

    def expression(self, node: int) -> str:
        """The expression by which the code makes it; empty for a plain number."""
        return self.code(node).text if self.is_made(node) else ""

    def code(self, node: int) -> Piece:
        """The constant as code."""
        found = self._found(node)
        if found and (self.is_made(node) or _POWER_OF_TEN.fullmatch(found[1])):
            return code.named(found[1])
        return code.numeral(self._graph.nodes[node].data)

    def latex(self, node: int) -> Piece:
        """The constant as LaTeX."""
        found = self._found(node)
        return self._typeset(*found) if found else notation.numeral(self._graph.nodes[node].data)

    def _found(self, node: int) -> tuple[ast.expr, str] | None:
        """The expression that gives exactly this number in the code that uses it, and its text."""
        user = self._users.get(node)
        span = self._graph.nodes[user].span if user is not None else None
        return _within(span.text, self._graph.nodes[node].data, self._own) if span is not None else None

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the graph that would otherwise be taken for a constant."""
        return frozenset(label for label in self._graph.labels.values() if label in _LETTERS)

    @cached_property
    def _users(self) -> dict[int, int]:
        columns = self._graph.columns
        uses = zip(columns.operands, columns.consumers(), strict=True)
        return {operand: user for operand, user in uses if columns.codes[operand] == CONSTANT}

    def _typeset(self, tree: ast.expr, text: str) -> Piece:
        """A part of the expression whose text is `text`."""
        match tree:
            case ast.Constant():
                return _number(ast.get_source_segment(text, tree) or "")
            case ast.UnaryOp() | ast.BinOp() | ast.Call():
                write = notation.spelled if "e" in self._taken else notation.applied
                return write(_row(tree), [self._typeset(part, text) for part in _parts(tree)])
            case _:
                letter = _LETTERS[_name(tree)][1]
                return Piece(upright(ast.get_source_segment(text, tree) or "") if letter in self._taken else letter)


@cache
def _within(text: str, number: float, own: frozenset[str]) -> tuple[ast.expr, str] | None:
    """The largest part of some code that is made of numbers alone and gives this one, as a tree and as text."""
    bare = " ".join(text.split())
    try:
        waiting: list[ast.AST] = [ast.parse(bare)] if len(bare) <= _LONGEST else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, ast.expr) and _value(tree, own) == number:
            found = ast.get_source_segment(bare, tree) or ""
            return ast.parse(found, mode="eval").body, found
        waiting += reversed(list(ast.iter_child_nodes(tree)))
    return None


def _value(tree: ast.expr, own: frozenset[str]) -> float | None:
    """What an expression of numbers gives; None if it has any other name, or a function that is no row of the table."""
    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value) if abs(value) < 2**1023 else None
        case ast.UnaryOp() | ast.BinOp() | ast.Call():
            row = TABLE.get(_row(tree))
            operands = [operand for part in _parts(tree) if (operand := _value(part, own)) is not None]
            if row is None or not row.arity == len(operands) == len(_parts(tree)):
                return None
            result: float = scalar.FORWARD[row.code](*operands)
            return result
        case ast.Name() | ast.Attribute() if _name(tree) in _LETTERS and ast.unparse(tree) not in own:
            return _LETTERS[_name(tree)][0]
    return None


def _row(tree: ast.expr) -> str:
    """The row of the op table that an operator or a function is; empty if it is none."""
    match tree:
        case ast.UnaryOp(op=op) | ast.BinOp(op=op):
            return _OPERATORS.get(type(op), "")
        case ast.Call(func=function, keywords=[]):
            name = _name(function)
            return name if name in TABLE else UFUNCS.get(name, "")
    return ""


def _parts(tree: ast.expr) -> list[ast.expr]:
    match tree:
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Call(args=arguments):
            return arguments
    return []


def _name(tree: ast.expr) -> str:
    """`sqrt` of `math.sqrt` or `sqrt`; `e` alone is nearly always a name of the user's."""
    match tree:
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in _MODULES:
            return name
        case ast.Name(id=name) if name != "e":
            return name
    return ""


def _unsigned(tree: ast.expr) -> ast.expr:
    return tree.operand if isinstance(tree, ast.UnaryOp) else tree


def _number(text: str) -> Piece:
    """A number of the code, with a power of ten where it has an `e`."""
    found = _POWER_OF_TEN.fullmatch(text)
    if not found:
        return notation.numeral(float(ast.literal_eval(text)))
    power = Piece(rf"10^{{{int(found[2])}}}", notation.POWER)
    mantissa = notation.numeral(float(found[1]))
    return power if mantissa.text == "1" else notation.applied("mul", [mantissa, power])
