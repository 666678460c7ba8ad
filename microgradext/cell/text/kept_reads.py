"""Kept reads: what only goes into a list or name that nothing computes with, as in `losses.append(f.data)`.

That is a number, or text that was made from one, as in `title = f"{a:.2f}"`.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator

from .depth import deep_trees
from .harmless import PURE, TEXT, shown_names, writes_to
from .walked import every

End = tuple[int, int]
"""Where a read ends: line, column in bytes."""

INTO = frozenset({"append", "appendleft", "add", "insert", "extend"})


def kept_reads(tree: ast.AST, elsewhere: Container[str] = ()) -> dict[End, str]:
    """The reads of `.data`, `.grad` and of text that are only kept, and the name that keeps each.

    `elsewhere` holds names that other code reads too, so nothing in them counts as kept.

    >>> kept_reads(ast.parse('hist.append(y.data); best = y.data; z = best * 2'))
    {(1, 18): 'hist'}
    """
    with deep_trees():
        stores = list(_stores(tree))
        receivers = {id(receiver) for receiver, _ in stores}
        shown = shown_names(tree)
        read = {
            node.id
            for node in every(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            if id(node) not in receivers and id(node) not in shown
        }
        return {
            end: receiver.id
            for receiver, numbers in stores
            if receiver.id not in read and receiver.id not in elsewhere
            for number in numbers
            for end in _reads(number)
        }


def _stores(tree: ast.AST) -> Iterator[tuple[ast.Name, list[ast.expr]]]:
    """The statements that store numbers: the name that holds them, and the expressions that yield them."""
    for node in every(tree):
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as call) if isinstance(
                file := writes_to(call), ast.Name
            ):
                yield file, [call]
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as name, attr=how), args=args)):
                if how in INTO:
                    yield name, args
            case ast.Assign(targets=[ast.Name() as name], value=value):
                yield name, [value]
            case ast.Assign(targets=[ast.Subscript(value=ast.Name() as name)], value=value):
                yield name, [value]


def _reads(number: ast.expr) -> list[End]:
    """The reads in an expression made only of reads, constants, text and pure functions; none for any other."""
    found: list[End] = []
    if isinstance(number, ast.Call) and writes_to(number):
        found.append(_end(number))
        return found if all(_is_text(part, found) for part in number.args) else []
    return found if _is_pure(number, found) else []


def _is_pure(node: ast.expr, found: list[End]) -> bool:
    match node:
        case ast.Attribute(attr="data" | "grad"):
            found.append(_end(node))
            return True
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.JoinedStr() | ast.Call(func=ast.Name(id="str" | "repr" | "format")):
            return _is_text(node, found)
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr=attribute)) if attribute in TEXT:
            return _is_text(node, found)
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod()):
            return _is_text(node, found)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in PURE:
            parts = args
        case ast.BinOp(left=left, right=right):
            parts = [left, right]
        case ast.UnaryOp(operand=operand):
            parts = [operand]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            parts = elements
        case ast.Dict(values=elements):
            parts = elements
        case ast.ListComp(elt=element, generators=generators) | ast.GeneratorExp(elt=element, generators=generators):
            parts = [element] if not any(each.ifs for each in generators) else []
            return bool(parts) and _is_pure(element, found)
        case _:
            return False
    return all(_is_pure(part, found) for part in parts)


def _is_text(node: ast.expr, found: list[End]) -> bool:
    """Whatever is turned into text here stays text; a number that a function is given may go on from there."""
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.NamedExpr | ast.Lambda | ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(part, ast.JoinedStr | ast.FormattedValue | ast.Call | ast.BinOp | ast.Attribute):
            found.append(_end(part))
        if not isinstance(part, ast.Call) or _makes_text(part):
            waiting += ast.iter_child_nodes(part)
    return True


def _makes_text(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name):
            return name in PURE
        case ast.Attribute(value=ast.Constant(), attr=attribute):
            return attribute in TEXT
        case _:
            return False


def _end(node: ast.expr) -> End:
    return node.end_lineno or 0, node.end_col_offset or 0
