"""Harmless reads: where `.data`, `.grad` or the text of a Value are read only to show them.

No number goes on from there.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

End = tuple[int, int]
"""Where an expression ends: line, column in bytes."""

SHOWING = frozenset({"print", "display"})
PURE = frozenset(
    "abs all any bool dict float format int len list map max min pow repr round set sorted str sum tuple type"
    " zip".split()
)
TEXT = frozenset({"format", "join", "ljust", "rjust", "center"})
LOGS = frozenset("logging logger log warnings tqdm".split())
"""Whose methods show what they are given."""


@dataclass(frozen=True, slots=True)
class Harmless:
    """Where code only shows what it has, by the ends of the expressions."""

    reads: frozenset[End] = frozenset()
    results: frozenset[End] = frozenset()  # calls and attributes: what they yield is only shown
    returned: frozenset[End] = frozenset()  # what a function returns: it is only shown if the call of the function is


def harmless(tree: ast.AST) -> Harmless:
    """The harmless reads, and the calls through which text reaches one.

    >>> sorted(harmless(ast.parse('print(y.data)\\nz = f(y.data)')).reads)
    [(1, 12), (1, 13)]
    >>> (1, 14) in harmless(ast.parse('print(shown(y))')).results
    True
    """
    walk = _Shown()
    walk.visit(tree)
    return Harmless(frozenset(walk.found), frozenset(walk.results), frozenset(walk.returned))


def shown_names(tree: ast.AST) -> frozenset[int]:
    """The ids of the nodes that read a name only to show what it holds."""
    walk = _Shown()
    walk.visit(tree)
    return frozenset(walk.names)


class _Shown(ast.NodeVisitor):
    """Tracks, on its way down, whether what it looks at is only shown."""

    def __init__(self) -> None:
        self.found: set[End] = set()
        self.results: set[End] = set()
        self.returned: set[End] = set()
        self.names: set[int] = set()
        self._shown = False
        self._on_their_way: frozenset[str] = frozenset()
        """What the function that is visited binds to return it, and reads for nothing else."""

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in ("data", "grad"):
            self._note(node)
        self._note_result(node)
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
        self._note_result(node)
        self._under(node.func, shown=shown)
        for argument in (*node.args, *node.keywords):
            self._under(argument, shown=shown)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._under(node.iter, shown=False)  # what it yields goes on under another name
        self.generic_visit(ast.Tuple([node.target, *node.ifs], ast.Load()))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._under(node.value, shown=False)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._return(node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        before = self._on_their_way
        self._on_their_way = _only_returned(node)
        self.generic_visit(node)
        self._on_their_way = before

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (ast's name)

    def visit_Assign(self, node: ast.Assign) -> None:
        match node.targets:
            case [ast.Name(id=name)] if name in self._on_their_way:
                self._return(node.value)
            case _:
                self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self._return(node.value)

    def visit_Await(self, node: ast.Await | ast.Yield | ast.YieldFrom) -> None:
        if node.value is not None:
            self._under(node.value, shown=False)

    visit_Yield = visit_YieldFrom = visit_Await  # noqa: N815  (ast's names)

    def _note(self, node: ast.expr, *, shown: bool = False) -> None:
        if shown or self._shown:
            self.found.add(_end(node))

    def _note_result(self, node: ast.expr) -> None:
        if self._shown:
            self.results.add(_end(node))

    def _return(self, node: ast.expr) -> None:
        """Visit what a function returns, which is shown if the call is."""
        before = self.found, self.results, self.names
        self.found, self.results, self.names = self.returned, self.returned, set()
        self._under(node, shown=True)
        self.found, self.results, self.names = before

    def _under(self, node: ast.AST, *, shown: bool) -> None:
        before, self._shown = self._shown, shown
        self.visit(node)
        self._shown = before


def _only_returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    returned = {node.value for node in ast.walk(function) if isinstance(node, ast.Return)}
    read = {node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    names = {node.id for node in returned if isinstance(node, ast.Name)}
    return frozenset(names - {node.id for node in read - returned})


def _end(node: ast.expr) -> End:
    return node.end_lineno or 0, node.end_col_offset or 0


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
