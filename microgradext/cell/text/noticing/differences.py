"""Differences: where code would notice that a number is a Value and do something else."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from ..counts import operands
from ..scopes import Function, Walk


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name that gets what a call of a function gives it."""

    function: str
    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One such place; it matters if one of the names or parameters holds a Value."""

    line: int
    sentence: str  # with `{line}` for the place
    names: frozenset[str]
    parameters: frozenset[Parameter]
    kinds: frozenset[str] = frozenset()  # matters only if the number would be of one of these classes
    table: str = ""  # the name of a dict or set that matters only if some of its keys are plain numbers
    callee: str = ""  # matters only if this is a function of Python's `math`
    within: bool = False  # matters too if a list or tuple that a name holds has a Value in it
    record: str = ""  # the name of a class that matters only if its objects are equal when their fields are
    hashed: bool = False  # does not matter for a comparison, which is found by its truth
    plain: ast.expr | None = None  # what stands for `{plain}` in the sentence, written so that it is a plain number


class Finder(Walk):
    """Collects differences on its way through a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Difference] = []
        self._parameters: dict[str, Parameter] = {}

    @property
    def parameters(self) -> Iterable[str]:
        """The parameters of the function that is visited, which it does not bind itself."""
        return self._parameters

    def visit_FunctionDef(self, node: Function) -> None:
        outermost = not self._hiding
        if outermost and not node.decorator_list:
            bound = {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and _is_stored(name)}
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            self._parameters = {
                name: Parameter(node.name, position, name) for position, name in enumerate(names) if name not in bound
            }
        super().visit_FunctionDef(node)
        if outermost:
            self._parameters = {}

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (ast's name)

    def note(
        self,
        node: ast.expr | ast.ExceptHandler | ast.pattern,
        sentence: str,
        part: ast.expr,
        *,
        kinds: Iterable[str] = (),
        table: str = "",
        callee: str = "",
        within: bool = False,
        record: str = "",
        hashed: bool = False,
        plain: ast.expr | None = None,
    ) -> None:
        """Note what happens at `node` if an operand of `part` holds a Value."""
        names = set(operands(part))
        known = frozenset(name for name in names if not self.hidden(name))
        inner = frozenset[str]().union(*self._hiding[1:])
        given = frozenset(self._parameters[name] for name in names - known - inner if name in self._parameters)
        if known or given:
            classes = frozenset(kinds)
            found = Difference(
                node.lineno, sentence, known, given, classes, table, callee, within, record, hashed, plain
            )
            self.found.append(found)


def is_arithmetic(node: ast.expr) -> bool:
    """Whether an expression is a name, or computed from names."""
    return any(operands(node)) and not isinstance(node, ast.Tuple | ast.Slice | ast.Starred)


def quoted(node: ast.AST) -> str:
    """The text of an expression, to be put into a sentence."""
    return ast.unparse(node).replace("{", "{{").replace("}", "}}")


def enclosed(node: ast.expr) -> str:
    """The same, so that an attribute can follow."""
    return quoted(node) if isinstance(node, ast.Name) else f"({quoted(node)})"


def made_plain(node: ast.expr, *, whole: bool) -> str:
    """How code makes a plain number of an expression of Values; an int in a way that plain Python knows too.

    >>> key = ast.parse('n + 1', mode='eval').body
    >>> made_plain(key, whole=True), made_plain(key, whole=False)
    ('int(n + 1)', '(n + 1).data')
    """
    text = ast.unparse(node)
    if whole and not makes_float(node):
        return f"int({text})"
    return f"{text}.data" if isinstance(node, ast.Name) else f"({text}).data"


def makes_float(node: ast.expr) -> bool:
    """Whether arithmetic comes to a float, whatever its operands are."""
    return any(
        isinstance(each, ast.Div) or (isinstance(each, ast.Constant) and isinstance(each.value, float))
        for each in ast.walk(node)
    )


def _is_stored(name: ast.Name) -> bool:
    return not isinstance(name.ctx, ast.Load)
