"""Scopes: which names of its own scope a piece of code reads and binds, in the order in which that happens."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

Kind = Literal["read", "bind", "update", "delete"]
KINDS: dict[type[ast.expr_context], Kind] = {ast.Load: "read", ast.Store: "bind", ast.Del: "delete"}
PASSED_OVER = frozenset(
    [ast.Constant, *ast.expr_context.__subclasses__(), *ast.operator.__subclasses__(), *ast.unaryop.__subclasses__()]
)
"""Nodes that name nothing, which are half of all."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that code does with a name of the scope."""

    name: str
    kind: Kind  # 'update' is `name += …`
    line: int
    inner: bool  # in the body of a function: it happens when that is called, if at all


def uses(*nodes: ast.AST) -> list[Use]:
    """What the nodes do with names of their scope; names local to functions, classes and comprehensions are left out.

    >>> [(use.kind, use.name) for use in uses(ast.parse('y = f(x); y += 1; [k for k in y]'))]
    [('read', 'f'), ('read', 'x'), ('bind', 'y'), ('update', 'y'), ('read', 'y')]
    """
    walk = Walk()
    for node in nodes:
        walk.visit(node)
    return walk.uses


class Walk(ast.NodeVisitor):
    """Visits nodes in the order in which Python runs them and keeps track of what hides a name."""

    def __init__(self) -> None:
        self.uses: list[Use] = []
        self._hiding: list[frozenset[str]] = []
        self._functions = 0

    def hidden(self, name: str) -> bool:
        """Whether `name` means something local here."""
        return any(name in names for names in self._hiding)

    def visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        """Visit the nodes in order, passing over those that are None."""
        for node in nodes:
            if node is not None:
                self.visit(node)

    def visit(self, node: ast.AST) -> None:
        """Visit a node; a cell has a dozen for each line, and they are visited several times."""
        kind = type(node)
        if kind not in PASSED_OVER:
            name = f"visit_{kind.__name__}"
            getattr(self, name, self.generic_visit)(node)

    def generic_visit(self, node: ast.AST) -> None:
        """Visit what a node consists of, in the order of its fields."""
        for name in node._fields:
            part = getattr(node, name, None)
            if isinstance(part, list):
                for each in part:
                    if isinstance(each, ast.AST):
                        self.visit(each)
            elif isinstance(part, ast.AST):
                self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        self._note(node.id, KINDS[type(node.ctx)], node)

    # Python runs the right-hand side first

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit_all([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit_all([node.annotation, node.value, node.target if node.value else None])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self._note(node.target.id, "update", node.target)
        else:
            self.visit(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit_all([node.value, node.target])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit_all([node.iter, node.target, *node.body, *node.orelse])

    visit_AsyncFor = visit_For  # noqa: N815  (ast's name)

    # Names that are not ast.Name

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self._note(alias.asname or alias.name.partition(".")[0], "bind", node)

    visit_ImportFrom = visit_Import  # noqa: N815  (ast's name)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.visit_all([node.type])
        self._bind(node.name, node)
        self.visit_all(node.body)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.visit_all([node.pattern])
        self._bind(node.name, node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._bind(node.name, node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        self._bind(node.rest, node)

    # Scopes

    def visit_FunctionDef(self, node: Function) -> None:
        self.visit_all([*node.decorator_list, *_signature(node.args), node.returns])
        self._bind(node.name, node)
        self._inside(_names_of_function(node), node.body, function=True)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (ast's name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit_all(_signature(node.args))
        self._inside(_names_of_function(node), [node.body], function=True)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self._inside(_bound(node.body), node.body)
        self._bind(node.name, node)

    def visit_ListComp(self, node: Comprehension) -> None:
        first, *_ = node.generators
        self.visit(first.iter)
        targets = frozenset(
            name.id
            for generator in node.generators
            for name in ast.walk(generator.target)
            if isinstance(name, ast.Name)
        )
        self._inside(targets, _run_in(node))

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp  # noqa: N815  (ast's names)

    def _inside(self, names: frozenset[str], nodes: Iterable[ast.AST], function: bool = False) -> None:
        self._hiding.append(names)
        self._functions += function
        self.visit_all(nodes)
        self._functions -= function
        self._hiding.pop()

    def _bind(self, name: str | None, node: ast.stmt | ast.ExceptHandler | ast.pattern) -> None:
        if name is not None:
            self._note(name, "bind", node)

    def _note(self, name: str, kind: Kind, node: ast.stmt | ast.expr | ast.ExceptHandler | ast.pattern) -> None:
        if not self._hiding or not self.hidden(name):
            self.uses.append(Use(name, kind, node.lineno, self._functions > 0))


def _signature(arguments: ast.arguments) -> Iterator[ast.expr | None]:
    yield from arguments.defaults
    yield from arguments.kw_defaults
    for argument in _arguments(arguments):
        yield argument.annotation


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (argument for argument in (arguments.vararg, arguments.kwarg) if argument)


_names: WeakKeyDictionary[Function | ast.Lambda, frozenset[str]] = WeakKeyDictionary()
"""The names that are local to functions: a cell is read several times."""


def _names_of_function(function: Function | ast.Lambda) -> frozenset[str]:
    found = _names.get(function)
    if found is None:
        body = [function.body] if isinstance(function, ast.Lambda) else function.body
        parts = (part for node in body for part in ast.walk(node) if isinstance(part, ast.Global))
        declared = {name for part in parts for name in part.names}
        arguments = frozenset(argument.arg for argument in _arguments(function.args))
        found = _names[function] = arguments | _bound(body) - declared
    return found


def _bound(body: Iterable[ast.AST]) -> frozenset[str]:
    return frozenset(use.name for use in uses(*body) if use.kind != "read" and not use.inner)


def _run_in(node: Comprehension) -> Iterator[ast.AST]:
    for position, generator in enumerate(node.generators):
        if position:
            yield generator.iter
        yield from generator.ifs
    if isinstance(node, ast.DictComp):
        yield from (node.key, node.value)
    else:
        yield node.elt
