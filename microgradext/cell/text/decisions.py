"""Decisions: what in the text of the code it was whose truth control flow used."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from opcode import opname
from typing import Literal

from ...engine.graph import Span
from ...engine.guards import told
from ...engine.recording import Guard
from ...engine.value import Condition
from .counts import dotted
from .depth import deep_trees
from .spans import Position, Spans

LONGEST = 60
"""The most characters of a call that are quoted."""

TESTS = ("POP_JUMP", "JUMP_IF", "UNARY_NOT", "TO_BOOL")
"""How the instructions begin that ask for the truth of what an expression came to."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was true or not: an expression, something inside a call, whether a pattern matched."""

    text: str  # empty where it is not known
    how: Literal["itself", "inside", "pattern"] = "itself"
    what: str = "a comparison"  # that was made inside

    @property
    def title(self) -> str:
        """What a sentence about its truth is about.

        >>> Decision("sorted(xs)", "inside").title
        'a comparison in sorted(xs)'
        """
        match self.how:
            case "inside":
                return f"{self.what} in {self.text}"
            case "pattern":
                return f"the match with {self.text}"
            case _:
                return self.text

    def because(self, truth: bool) -> str:
        """What follows the word because."""
        if not self.text:
            return "of a condition"
        if self.how == "inside":
            return f"of {self.title}"
        return f"{self.title} was {told('truth', float(truth))}"


UNKNOWN = Decision("")


class Decisions:
    """Finds what the guards of a run were about."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        # A loop has many guards at one place.
        self._found: dict[tuple[int, int, bool], Decision] = {}
        self._spanned: dict[tuple[int, int, bool], Span | None] = {}

    def of(self, guard: Guard) -> Decision:
        """What was true or not, of a guard of kind 'truth'."""
        key = _key(guard)
        if key not in self._found:
            self._found[key] = self._find(guard)
        return self._found[key]

    def _find(self, guard: Guard) -> Decision:
        span = self._spans(guard.site)
        if span is None or not span.text:
            return UNKNOWN
        node = self.node(guard)
        if _is_test(guard, node):
            return _tested(node, span.text)
        what = "a comparison" if isinstance(guard.value, Condition) else "the truth of a number"
        return Decision(_short(node.iter if isinstance(node, ast.For) else node, span.text), "inside", what)

    def node(self, guard: Guard) -> ast.AST | None:
        """What stands at the place of a guard."""
        position = self._spans.position(guard.site)
        return None if position is None else _nodes(self._text(guard)).get(position)

    def statement(self, guard: Guard) -> ast.stmt | None:
        """The innermost statement that a guard is in."""
        position = self._spans.position(guard.site)
        statements = _statements(self._text(guard)) if position is not None else ()
        around = (each for each in statements if position is not None and _is_around(each, position))
        return max(around, key=lambda each: each.lineno, default=None)

    def _text(self, guard: Guard) -> str:
        return "\n".join(self._spans.lines(guard.site[0].co_filename))

    def span(self, guard: Guard) -> Span | None:
        """Where a guard is, with the words for what it is about."""
        if guard.kind != "truth":
            return self._spans(guard.site)
        key = _key(guard)
        if key not in self._spanned:
            span = self._spans(guard.site)
            self._spanned[key] = span and replace(span, text=self.of(guard).title)
        return self._spanned[key]


def _key(guard: Guard) -> tuple[int, int, bool]:
    return id(guard.site[0]), guard.site[1], isinstance(guard.value, Condition)


def _is_test(guard: Guard, node: ast.AST | None) -> bool:
    """Whether it was the truth of the whole expression, not of something that the instruction did on the way."""
    code, offset = guard.site
    name = opname[code.co_code[offset]]
    if name == "COMPARE_OP" and sys.version_info >= (3, 13):  # which asks for the truth itself
        compares = isinstance(node, ast.Compare) and not any(map(_holds_items, (node.left, *node.comparators)))
        return compares or isinstance(node, ast.pattern)
    return name.startswith(TESTS)


def _holds_items(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.Set)


def _tested(node: ast.AST | None, text: str) -> Decision:
    """What is tested at a place; for some tests, Python gives the place of all that depends on it."""
    match node:
        case ast.pattern():
            return Decision(text, "pattern")
        case ast.If() | ast.While() | ast.Assert() | ast.IfExp():
            return _of_test(node.test)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            conditions = [condition for each in node.generators for condition in each.ifs]
            return _of_test(conditions[0]) if len(conditions) == 1 else UNKNOWN
        case ast.BoolOp() | ast.Compare(ops=[_, _, *_]):
            return Decision(text, "inside", "a condition")
        case ast.UnaryOp(op=ast.Not()):
            return _of_test(node)
        case _:
            return Decision(text)


def _of_test(test: ast.expr) -> Decision:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _of_test(inner)
        case ast.IfExp():
            return UNKNOWN
        case _:
            return _tested(test, ast.unparse(test))


def _short(node: ast.AST | None, text: str) -> str:
    whole = ast.unparse(node) if isinstance(node, ast.expr) else text
    if len(whole) <= LONGEST:
        return whole
    called = dotted(node.func) if isinstance(node, ast.Call) else ""
    return f"{called}(…)" if called else "an expression"


def _is_around(statement: ast.stmt, position: Position) -> bool:
    start, end = (statement.lineno, statement.col_offset), (statement.end_lineno or 0, statement.end_col_offset or 0)
    return start <= position[:2] and position[2:] <= end


def _statements(text: str) -> list[ast.stmt]:
    return [node for node in _nodes(text).values() if isinstance(node, ast.stmt)]


@lru_cache(maxsize=64)
def _nodes(text: str) -> Mapping[Position, ast.AST]:
    """The nodes by where they are: patterns rather than what they hold, expressions rather than their statements."""
    found: dict[Position, ast.AST] = {}
    try:
        with deep_trees():
            nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):  # not the text that was compiled, such as a cell with magics
        return found
    for node in nodes:
        if isinstance(node, ast.stmt | ast.expr | ast.pattern):
            place = (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
            if not isinstance(found.get(place), ast.pattern):
                found[place] = node
    return found
