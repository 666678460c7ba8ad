"""Lookups: dicts and sets that are asked for a Value, which they know by identity and not by its number."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ..constants import constant
from ..counts import dotted
from ..scopes import Function
from .differences import Difference, Finder, is_arithmetic, quoted

ASKS = frozenset("get pop setdefault".split())
SETS = frozenset({"set", "frozenset"})
GATHERS = SETS | {"Counter", "fromkeys"}
TABLES = SETS | {"dict", "defaultdict", "OrderedDict", "Counter"}


def lookups(tree: ast.AST) -> list[Difference]:
    """Such lookups, and displays whose members are told apart.

    >>> [found.sentence for found in lookups(ast.parse('a in {0.5, 1.0}'))]
    ['a is looked up by identity in {line}, not by its number: write {plain}.']
    """
    walk = _Lookups()
    walk.visit(tree)
    return walk.found


def keys_asked(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """What tables with names are asked for.

    >>> [ast.unparse(key) for key in keys_asked(ast.walk(ast.parse('d[a] = d.get(2 * a)')))['d']]
    ['a', '2 * a']
    """
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        match node:
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=name)]):
                found.setdefault(name, []).append(key)
            case ast.Subscript(value=ast.Name(id=name), slice=key):
                found.setdefault(name, []).append(key)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute), args=[key, *_]) if (
                attribute in ASKS
            ):
                found.setdefault(name, []).append(key)
    return found


class _Lookups(Finder):
    def __init__(self) -> None:
        super().__init__()
        self._tables: set[str] = set()
        """The names of a function's own dicts and sets."""

    def visit_FunctionDef(self, node: Function) -> None:
        before = self._tables
        self._tables = before | _own_tables(node)
        super().visit_FunctionDef(node)
        self._tables = before

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (ast's name)

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn):
            self._ask(node.left, node.comparators[0])
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Load):
            self._ask(node.slice, node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(func=ast.Attribute(value=table, attr=attribute), args=[key, *_]) if attribute in ASKS:
                self._ask(key, table)
            case ast.Call(func=ast.Name(id="len"), args=[ast.expr() as members]) if _members(members):
                self._tell_apart(members)
            case ast.Call(args=[ast.List() | ast.Tuple(), *_]) if _last(node.func) in ("Counter", "fromkeys"):
                self._tell_apart(node)
            case ast.Call() if any(_is_number(item) for item in _members(node)):
                self._tell_apart(node)
            case ast.Call(func=func, args=[ast.Name() as items]) if dotted(func).rpartition(".")[2] in GATHERS:
                said = f"{quoted(node)} in {{line}} tells Values apart by identity, not by their numbers"
                self.note(
                    node,
                    f"{said}: write {quoted(func)}(x.data for x in {quoted(items)}).",
                    items,
                    within=True,
                    hashed=True,
                )
            case ast.Call(func=ast.Name(id=name), args=[key], keywords=[]) if is_arithmetic(key):
                said = f"{quoted(node)} ({{line}}) looks for {quoted(key)} by identity, not by its number"
                self.note(node, f"{said}: write {name}({{plain}}).", key, table=name, hashed=True, plain=key)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        for item in node.elts:
            self._tell_records_apart(node, item)
        if any(_is_number(item) for item in node.elts):
            self._tell_apart(node)
        self.generic_visit(node)

    def _ask(self, key: ast.expr, table: ast.expr) -> None:
        name = table.id if isinstance(table, ast.Name) else ""
        known = bool(name) and not self.hidden(name)
        if is_arithmetic(key) and name in self._tables:
            self._ask_own(key, name)
        elif is_arithmetic(key) and (known or any(_is_number(item) for item in _keys(table))):
            said = f"{quoted(key)} is looked up by identity in {{line}}, not by its number: write {{plain}}."
            self.note(key, said, key, table=name, hashed=True, plain=key)
        elif known:
            self._ask_with(key, name)

    def _ask_with(self, key: ast.expr, table: str) -> None:
        """A tuple or an object as a key, which is found by what is in it."""
        record, parts = _parts(key)
        if parts:
            said = f"{quoted(key)} is looked up by the identity of what is in it in {{line}}, not by its numbers"
            self.note(
                key, f"{said}: write {_with_data(key)}.", ast.Tuple(parts), table=table, record=record, hashed=True
            )

    def _tell_records_apart(self, node: ast.Set, item: ast.expr) -> None:
        record, parts = _parts(item)
        if parts and not all(_parts(each)[1] for each in node.elts):
            said = f"{quoted(node)} in {{line}} tells its items apart by identity, not by their numbers"
            self.note(node, f"{said}: write {_with_data(item)}.", ast.Tuple(parts), record=record, hashed=True)

    def _ask_own(self, key: ast.expr, table: str) -> None:
        """A function's own table may hold what the function was given, which is all that can be told from outside."""
        said = f"{table} ({{line}}) knows a Value by identity, not by its number: look up {{plain}}."
        given = [ast.Name(name, ast.Load()) for name in self.parameters]
        self.note(key, said, ast.Tuple([*given, key], ast.Load()), within=True, hashed=True, plain=key)

    def _tell_apart(self, node: ast.expr) -> None:
        inside = node.args[0] if isinstance(node, ast.Call) else node
        items = inside.elts if isinstance(inside, ast.List | ast.Tuple | ast.Set) else []
        names = [item.id for item in items if isinstance(item, ast.Name) and not self.hidden(item.id)]
        if names:
            written = " and ".join(f"{name}.data" for name in dict.fromkeys(names))
            said = f"{quoted(node)} in {{line}} tells inputs apart by identity, not by their numbers: write {written}."
            self.note(node, said, ast.Tuple([ast.Name(name, ast.Load()) for name in names], ast.Load()), hashed=True)


def _parts(key: ast.expr) -> tuple[str, list[ast.expr]]:
    """What a tuple holds, or what a call by name is given, with that name."""
    match key:
        case ast.Tuple(elts=items):
            return "", [item for item in items if is_arithmetic(item)]
        case ast.Call(func=ast.Name(id=name), args=items, keywords=keywords):
            return name, [item for item in (*items, *(each.value for each in keywords)) if is_arithmetic(item)]
        case _:
            return "", []


def _with_data(key: ast.expr) -> str:
    """A tuple or call with plain numbers in it.

    >>> _with_data(ast.parse('P(a, k=2)', mode='eval').body)
    'P(a.data, k=2)'
    """
    match key:
        case ast.Tuple(elts=items):
            return quoted(ast.Tuple([_data(item) for item in items], ast.Load()))
        case ast.Call(func=function, args=items, keywords=keywords):
            named = [ast.keyword(each.arg, _data(each.value)) for each in keywords]
            return quoted(ast.Call(function, [_data(item) for item in items], named))
        case _:
            return quoted(key)


def _data(item: ast.expr) -> ast.expr:
    return ast.Attribute(item, "data", ast.Load()) if is_arithmetic(item) else item


def _last(function: ast.expr) -> str:
    return dotted(function).rpartition(".")[2]


def _keys(table: ast.expr) -> list[ast.expr]:
    """What an expression that makes a dict or set shows of its keys."""
    if isinstance(table, ast.Dict):
        return [key for key in table.keys if key is not None]
    return _members(table)


def _members(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Set(elts=items):
            return items
        case ast.Call(
            func=ast.Name(id=name), args=[ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items)]
        ):
            return items if name in SETS else []
        case _:
            return []


def _own_tables(function: Function) -> set[str]:
    targets = list[ast.expr]()
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=names, value=value) if _is_table(value):
                targets += names
            case ast.AnnAssign(target=name, value=value) if _is_table(value):
                targets.append(name)
    defaults = zip(reversed(function.args.args), reversed(function.args.defaults), strict=False)
    given = {argument.arg for argument, default in defaults if _is_table(default)}
    return given | {target.id for target in targets if isinstance(target, ast.Name)}


def _is_table(node: ast.expr | None) -> bool:
    match node:
        case ast.Dict() | ast.Set() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=func):
            return dotted(func).rpartition(".")[2] in TABLES
        case _:
            return False


def _is_number(node: ast.expr) -> bool:
    return constant(node) is not None
