"""Uses of a name that want a plain number: an index, a key, a count, an argument of a call outside the mathematics."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .scopes import Walk

CHANGES = "to change data"


@dataclass(frozen=True, slots=True)
class CountUse:
    """One such use."""

    line: int
    how: str  # completes "n is used …"; empty for a call
    callee: str = ""  # the called function as written, `range` or `np.zeros`; empty when it has no name


def count_uses(tree: ast.AST) -> dict[str, tuple[CountUse, ...]]:
    """The uses, by name.

    >>> count_uses(ast.parse('xs[i] + f(2 * n)'))
    {'i': (CountUse(line=1, how='as an index', callee=''),), 'n': (CountUse(line=1, how='', callee='f'),)}
    """
    walk = _Counts()
    walk.visit(tree)
    return {name: tuple(found) for name, found in walk.found.items()}


class _Counts(Walk):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[CountUse]] = {}

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._use(node.slice, CountUse(node.lineno, "as an index"))
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key in node.keys:
            self._use(key, CountUse(node.lineno, "as a key"))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Mult):
            for sequence, times in ((node.left, node.right), (node.right, node.left)):
                if isinstance(sequence, ast.List | ast.Tuple | ast.JoinedStr) or is_text(sequence):
                    self._use(times, CountUse(node.lineno, "to repeat a sequence"))
        self.generic_visit(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        for part in ast.walk(node.format_spec) if node.format_spec else ():
            if isinstance(part, ast.FormattedValue):
                self._use(part.value, CountUse(node.lineno, "in a format"))
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._change(node.targets, node.value)
        super().visit_Assign(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._change([node.target], node.value)
        super().visit_AugAssign(node)

    def visit_Call(self, node: ast.Call) -> None:
        use = CountUse(node.lineno, "", dotted(node.func))
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        # Value(data, operands, …): only the first is a number
        for argument in arguments[:1] if use.callee.rpartition(".")[2] == "Value" else arguments:
            self._use(argument, use)
        self.generic_visit(node)

    def _change(self, targets: Iterable[ast.expr], value: ast.expr) -> None:
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr in ("data", "grad"):
                self._use(value, CountUse(target.lineno, CHANGES))

    def _use(self, node: ast.expr | None, use: CountUse) -> None:
        for name in operands(node):
            if not self.hidden(name):
                self.found.setdefault(name, []).append(use)


def dotted(node: ast.expr) -> str:
    """The expression as text, such as `np.zeros`; empty if it is more than names and dots."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{owner}.{attribute}" if (owner := dotted(value)) else ""
        case _:
            return ""


def operands(node: ast.expr | None) -> Iterator[str]:
    """The names that `node` is computed from by arithmetic alone."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.BinOp(left=left, right=right):
            yield from (*operands(left), *operands(right))
        case ast.UnaryOp(operand=inner) | ast.Starred(value=inner):
            yield from operands(inner)
        case ast.Slice(lower=lower, upper=upper, step=step):
            yield from (*operands(lower), *operands(upper), *operands(step))
        case ast.Tuple(elts=elements):
            for element in elements:
                yield from operands(element)


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a literal text."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
