"""Reading: what the text of a cell says before it runs. The tree is read, never rewritten."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from .accumulators import Accumulator, accumulators
from .arguments import only_arguments
from .branches import results
from .constants import constant
from .counts import CountUse, count_uses
from .depth import deep_trees
from .displays import arrays, displays
from .once import once
from .passed_over import PassedOver, passed_over
from .scopes import Use, uses
from .walked import every

Place = tuple[int, str]
"""A binding: the line and the name of its target. Columns would be lost under `-X no_debug_ranges`."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number that a statement binds to a name."""

    value: int | float
    group: int  # the same for names bound to one number, as in `a = b = 2.0`


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text of a cell says."""

    tree: ast.Module
    literals: Mapping[Place, tuple[Literal, ...]]  # numbers bound by statements that run at most once
    accumulators: Mapping[Place, Accumulator]  # those that the code only adds to, and counters
    displays: Mapping[Place, tuple[int | float, ...]]  # lists, tuples and dicts of a few numbers
    arrays: Mapping[Place, str]  # arrays of such lists: the function that makes them
    nested: Mapping[str, int]  # names bound to a number in mid-expression, where it is used on the spot: line
    passed_over: tuple[PassedOver, ...]  # names that get a number in another way
    counts: Mapping[str, tuple[CountUse, ...]]  # the uses of a name that need a plain number
    passed: Mapping[str, tuple[CountUse, ...]]  # the calls that get a name which nothing else uses
    functions: frozenset[str]  # names of functions that the cell defines
    bound: tuple[str, ...]  # names that the cell binds, in order
    free: tuple[str, ...]  # names that the cell reads before it binds them, if it ever does
    needed: tuple[str, ...]  # these, and the names that it updates or deletes before it binds them
    mentioned: frozenset[str]  # names that the cell reads, updates or deletes at any point
    lines: Mapping[str, int]  # where each name is first bound

    @property
    def last(self) -> ast.expr | None:
        """The last expression of the cell, if it ends with one."""
        final = self.tree.body[-1] if self.tree.body else None
        return final.value if isinstance(final, ast.Expr) else None


def read(source: str, filename: str, flags: int = 0) -> Reading:
    """Read the text of a cell; raises SyntaxError as Python does.

    >>> reading = read('a = b = -2.0; c, d = 1, a*3', '<cell>')
    >>> [(name, literal.value) for (line, name), (literal,) in reading.literals.items()]
    [('a', -2.0), ('b', -2.0), ('c', 1)]
    """
    tree = parse(source, filename, flags)
    with deep_trees():
        return _read(tree)


def _read(tree: ast.Module) -> Reading:
    given = results(tree.body)
    literals = {place: found for place, found in _literals(tree.body).items() if place not in given}
    everything, bindings = uses(tree), list(_all_bindings(tree.body))
    bound = dict.fromkeys(use.name for use in everything if use.kind in ("bind", "update"))
    return Reading(
        tree=tree,
        literals=literals,
        accumulators=accumulators(tree.body, _numbers(literals)),
        displays=displays(bindings),
        arrays=arrays(bindings),
        nested=_nested(tree),
        passed_over=tuple(passed_over(tree, bindings, everything)),
        counts=count_uses(tree),
        passed=only_arguments(tree),
        functions=frozenset(_functions(tree)),
        bound=tuple(bound),
        free=tuple(dict.fromkeys(_free(everything, bound))),
        needed=tuple(dict.fromkeys(_free(everything, bound, ("read", "update", "delete")))),
        mentioned=frozenset(use.name for use in everything if use.kind != "bind"),
        lines={use.name: use.line for use in reversed(everything) if use.kind in ("bind", "update")},
    )


def parse(source: str, filename: str, flags: int = 0) -> ast.Module:
    """The tree of a cell; a SyntaxError carries the text of its line."""
    flags &= ~ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        compile(source, filename, "exec", flags, dont_inherit=True)
    except SyntaxError as error:
        error.text = error.text or _line(source, error.lineno)  # the compiler, unlike the parser, omits it
        raise
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # once is enough
        tree = compile(source, filename, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def _line(source: str, number: int | None) -> str | None:
    lines = source.splitlines(keepends=True)
    return lines[number - 1] if number is not None and 0 < number <= len(lines) else None


# Numbers bound to names


def _literals(body: list[ast.stmt]) -> dict[Place, tuple[Literal, ...]]:
    found: dict[Place, tuple[Literal, ...]] = {}
    declared = {name for statement, _ in once(body) if isinstance(statement, ast.Global) for name in statement.names}
    for target, node in _all_bindings(body):
        number = constant(node)
        if number is not None and target.id not in declared:
            place = (target.lineno, target.id)
            found[place] = (*found.get(place, ()), Literal(number, id(node)))
    return found


def _numbers(literals: Mapping[Place, tuple[Literal, ...]]) -> dict[Place, list[int | float]]:
    return {place: [one.value for one in found] for place, found in literals.items()}


def _all_bindings(body: list[ast.stmt]) -> Iterator[tuple[ast.Name, ast.expr]]:
    for statement, _ in once(body):
        yield from _bindings(statement)


def _bindings(statement: ast.stmt) -> list[tuple[ast.Name, ast.expr]]:
    """Which name a statement binds to which expression, if names and expressions pair up."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            paired = [_pairs(target, value) for target in targets]
            # In `t = a, b = 1.0, 2.0` the plain numbers go into `t` as well.
            alike = all([node for _, node in pairs] == [node for _, node in paired[0]] for pairs in paired)
            return [pair for pairs in paired for pair in pairs] if alike else []
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            return [(target, value)]
        case ast.Expr(value=ast.NamedExpr(target=target, value=value)):
            return [(target, value)]
        case _:
            return []


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.Name, ast.expr]]:
    match target, value:
        case ast.Name(), _:
            return [(target, value)]
        case ((ast.Tuple(elts=targets) | ast.List(elts=targets)), (ast.Tuple(elts=values) | ast.List(elts=values))):
            return [pair for one, other in _aligned(targets, values) for pair in _pairs(one, other)]
    return []


def _aligned(targets: list[ast.expr], values: list[ast.expr]) -> list[tuple[ast.expr, ast.expr]]:
    """The targets and values that belong together whatever a star stands for: those before it and those after it."""
    starred = [isinstance(each, ast.Starred) for each in (*targets, *values)]
    if not any(starred):
        return list(zip(targets, values, strict=True)) if len(targets) == len(values) else []
    before = list(takewhile(_unstarred, zip(targets, values, strict=False)))
    after = list(takewhile(_unstarred, zip(reversed(targets), reversed(values), strict=False)))
    return [*before, *reversed(after)]


def _unstarred(pair: tuple[ast.expr, ast.expr]) -> bool:
    return not any(isinstance(each, ast.Starred) for each in pair)


def _nested(tree: ast.Module) -> dict[str, int]:
    """Names that `:=` binds to a number whose value is used on the spot."""
    found: dict[str, int] = {}
    if not any(isinstance(node, ast.NamedExpr) for node in every(tree)):
        return found
    for statement, header in once(tree.body):
        plain = statement.value if isinstance(statement, ast.Expr) else None
        for part in (part for node in header for part in ast.walk(node)):
            if isinstance(part, ast.NamedExpr) and part is not plain and constant(part.value) is not None:
                found.setdefault(part.target.id, part.lineno)
    return found


def _functions(tree: ast.Module) -> Iterator[str]:
    for node in every(tree):
        match node:
            case ast.FunctionDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
                yield name


# Names over time


def _free(everything: list[Use], bound: Mapping[str, None], kinds: Container[str] = ("read",)) -> Iterator[str]:
    """The names read before the cell has bound them; of those read in a function, the ones that it never binds."""
    known: set[str] = set()
    for use in everything:
        if use.kind in kinds and use.name not in known and not (use.inner and use.name in bound):
            yield use.name
        if not use.inner:
            known.add(use.name) if use.kind in ("bind", "update") else None
