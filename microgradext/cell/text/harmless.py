"""Harmless reads: where `.data`, `.grad` or the text of a Value are read only to show them.

No number goes on from there.
"""

from __future__ import annotations

import ast

SHOWING = frozenset({"print", "display"})
PURE = frozenset(
    "abs all any bool dict float format int len list map max min pow repr round set sorted str sum tuple type"
    " zip".split()
)
TEXT = frozenset({"format", "join", "ljust", "rjust", "center"})
LOGS = frozenset("logging logger log warnings tqdm".split())
"""Whose methods show what they are given."""


def harmless_reads(tree: ast.AST) -> frozenset[tuple[int, int]]:
    """The end (line, column in bytes) of each harmless read.

    >>> sorted(harmless_reads(ast.parse('print(y.data)\\nz = f(y.data)')))
    [(1, 12), (1, 13)]
    """
    walk = _Shown()
    walk.visit(tree)
    return frozenset(walk.found)


def shown_names(tree: ast.AST) -> frozenset[int]:
    """The ids of the nodes that read a name only to show what it holds."""
    walk = _Shown()
    walk.visit(tree)
    return frozenset(walk.names)


class _Shown(ast.NodeVisitor):
    """Tracks, on its way down, whether what it looks at is only shown."""

    def __init__(self) -> None:
        self.found: set[tuple[int, int]] = set()
        self.names: set[int] = set()
        self._shown = False

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in ("data", "grad"):
            self._note(node)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if self._shown:
            self.names.add(id(node))

    def visit_Expr(self, node: ast.Expr) -> None:
        self._under(node.value, shown=True)

    def visit_JoinedStr(self, node: ast.JoinedStr | ast.FormattedValue | ast.BinOp) -> None:
        self._note(node)  # here the text is made
        self.generic_visit(node)

    visit_FormattedValue = visit_BinOp = visit_JoinedStr  # noqa: N815  (ast's names)

    def visit_Assert(self, node: ast.Assert) -> None:
        for part in (node.test, node.msg):
            if part is not None:
                self._under(part, shown=True)

    def visit_Raise(self, node: ast.Raise) -> None:
        if isinstance(node.exc, ast.Call):
            for argument in node.exc.args:
                self._under(argument, shown=True)

    def visit_Call(self, node: ast.Call) -> None:
        shown = _shows(node.func) or (self._shown and _is_pure(node.func))
        if shown or _asks(node.func):
            self._note(node, shown=True)
        self._under(node.func, shown=shown)
        for argument in (*node.args, *node.keywords):
            self._under(argument, shown=shown)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._under(node.iter, shown=False)  # what it yields goes on under another name
        self.generic_visit(ast.Tuple([node.target, *node.ifs], ast.Load()))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._under(node.value, shown=False)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._under(node.body, shown=False)

    def visit_Await(self, node: ast.Await | ast.Yield | ast.YieldFrom) -> None:
        if node.value is not None:
            self._under(node.value, shown=False)

    visit_Yield = visit_YieldFrom = visit_Await  # noqa: N815  (ast's names)

    def _note(self, node: ast.expr, *, shown: bool = False) -> None:
        if shown or self._shown:
            self.found.add((node.end_lineno or 0, node.end_col_offset or 0))

    def _under(self, node: ast.AST, *, shown: bool) -> None:
        before, self._shown = self._shown, shown
        self.visit(node)
        self._shown = before


def _shows(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Name(id=name)):
            return name in LOGS
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr")):
            return True
        case _:
            return isinstance(function, ast.Name) and function.id in SHOWING


def _asks(function: ast.expr) -> bool:
    """Whether it only asks if there is such an attribute."""
    return isinstance(function, ast.Name) and function.id == "hasattr"


def _is_pure(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr in TEXT and isinstance(function.value, ast.Constant)
    return isinstance(function, ast.Name) and function.id in PURE
