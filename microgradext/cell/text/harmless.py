"""Harmless reads: where `.data`, `.grad` or the text of a Value are read only to show them.

No number goes on from there.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .counts import dotted
from .walked import every

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
SCREEN = frozenset({"None", "stdout", "stderr", "sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"})
"""Where what is printed is only shown."""


@dataclass(frozen=True, slots=True)
class Harmless:
    """Where code only shows what it has, by the ends of the expressions."""

    reads: frozenset[End] = frozenset()
    results: frozenset[End] = frozenset()  # calls and attributes: what they yield is only shown
    returned: frozenset[End] = frozenset()  # what a function returns: it is only shown if the call of the function is


def harmless(tree: ast.AST, *, caught: bool = False) -> Harmless:
    """The harmless reads, and the calls through which text reaches one; `caught`: other code looks at errors.

    >>> sorted(harmless(ast.parse('print(y.data)\\nz = f(y.data)\\nprint(y.data, file=log)')).reads)
    [(1, 12), (1, 13)]
    >>> harmless(ast.parse('print(shown(y))')).results
    frozenset({(1, 14), (1, 15)})
    """
    walk = _walked(tree, caught=caught)
    return Harmless(frozenset(walk.found), frozenset(walk.results), frozenset(walk.returned))


def shown_names(tree: ast.AST) -> frozenset[int]:
    """The ids of the nodes that read a name only to show what it holds."""
    return frozenset(_walked(tree).names)


def looks_at_errors(tree: ast.AST) -> bool:
    """Whether the code does more with the errors that it catches than show them: their messages go on from there.

    >>> code = 'try: f(x)\\nexcept ValueError as e: {}'
    >>> looks_at_errors(ast.parse(code.format('t = str(e)'))), looks_at_errors(ast.parse(code.format('print(e)')))
    (True, False)
    """
    nodes = every(tree)
    names = {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    if any(isinstance(node, ast.Attribute) and node.attr in ("format_exc", "exc_info") for node in nodes):
        return True
    loads = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    used = [node for node in loads if node.id in names]
    shown = shown_names(tree) if used else ()
    return any(id(node) not in shown for node in used)


def _walked(tree: ast.AST, *, caught: bool = False) -> _Shown:
    walk = _Shown(_kept_instead(tree, caught))
    walk.visit(tree)
    return walk


@dataclass(frozen=True, slots=True)
class _Instead:
    """What is not only shown, because the program can read it again."""

    printed: bool  # `sys.stdout` is another one
    logged: bool  # logs and warnings are collected
    raised: bool  # errors are caught and looked at


def _kept_instead(tree: ast.AST, caught: bool) -> _Instead:
    stored = {dotted(node) for node in every(tree) if isinstance(node, ast.Attribute) and _is_stored(node)}
    calls = [node for node in every(tree) if isinstance(node, ast.Call)]
    return _Instead(
        printed=not stored.isdisjoint(SCREEN), logged=any(_collects_logs(call) for call in calls), raised=caught
    )


def _is_stored(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _collects_logs(call: ast.Call) -> bool:
    given = {keyword.arg: _name(keyword.value) for keyword in call.keywords}
    match dotted(call.func).rpartition(".")[2]:
        case "StreamHandler":
            streams = [*map(_name, call.args), *given.values()]
            return any(stream not in SCREEN for stream in streams)
        case "basicConfig":
            return given.get("stream", "None") not in SCREEN
        case "catch_warnings":
            return "record" in given
        case _:
            return False


class _Shown(ast.NodeVisitor):
    """Tracks, on its way down, whether what it looks at is only shown."""

    def __init__(self, instead: _Instead) -> None:
        self.found: set[End] = set()
        self.results: set[End] = set()
        self.returned: set[End] = set()
        self.names: set[int] = set()
        self._shown = False
        self._instead = instead
        self._redirected = False
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

    def visit_With(self, node: ast.With) -> None:
        before = self._redirected
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        self._redirected |= any(dotted(call.func).endswith(("redirect_stdout", "redirect_stderr")) for call in calls)
        self.generic_visit(node)
        self._redirected = before

    def visit_Assert(self, node: ast.Assert) -> None:
        self._under(node.test, shown=True)
        if node.msg is not None:
            self._under(node.msg, shown=not self._instead.raised)

    def visit_Raise(self, node: ast.Raise) -> None:
        if isinstance(node.exc, ast.Call):
            for argument in node.exc.args:
                self._under(argument, shown=not self._instead.raised)

    def visit_Call(self, node: ast.Call) -> None:
        shown = self._shows(node) or (self._shown and _is_pure(node.func))
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

    def _shows(self, call: ast.Call) -> bool:
        function = call.func
        match function:
            case ast.Attribute(value=ast.Name(id=name)):
                return name in LOGS and not self._instead.logged
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr")):
                return not self._goes_elsewhere
            case ast.Name(id=name) if name in SHOWING:
                return not self._goes_elsewhere and not writes_to(call)
            case _:
                return False

    @property
    def _goes_elsewhere(self) -> bool:
        return self._redirected or self._instead.printed

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


def writes_to(call: ast.Call) -> ast.expr | None:
    """The file that a call of `print` writes to, if it is not the screen."""
    files = [keyword.value for keyword in call.keywords if keyword.arg == "file"]
    return next((file for file in files if _name(file) not in SCREEN), None)


def _name(node: ast.expr) -> str:
    return "None" if isinstance(node, ast.Constant) and node.value is None else dotted(node)


def _only_returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    returned = {node.value for node in ast.walk(function) if isinstance(node, ast.Return)}
    read = {node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    names = {node.id for node in returned if isinstance(node, ast.Name)}
    return frozenset(names - {node.id for node in read - returned})


def _end(node: ast.expr) -> End:
    return node.end_lineno or 0, node.end_col_offset or 0


def _asks(function: ast.expr) -> bool:
    """Whether it only asks if there is such an attribute."""
    return isinstance(function, ast.Name) and function.id == "hasattr"


def _is_pure(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr in TEXT and isinstance(function.value, ast.Constant)
    return isinstance(function, ast.Name) and function.id in PURE
