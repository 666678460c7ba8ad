"""Written: what an instruction of the user's code is in the source."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import CodeType, FrameType
from typing import Any

MOST = 60
"""The most characters of code that a sentence quotes."""

Scope = Callable[[str], Any]
"""What a name refers to; KeyError where it refers to nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """The code of one instruction; `node` is None where the text is not known."""

    line: int
    node: ast.expr | ast.stmt | None = None
    asked: str = ""  # `iter` or `bool` where the instruction asks for the items of the node, or whether it is true

    @property
    def text(self) -> str:
        """The code, short enough for a sentence; of a call, the name if the whole is too long."""
        if self.node is None:
            return ""
        text = ast.unparse(self.node)
        if len(text) <= MOST:
            return text
        call = f"{ast.unparse(self.node.func)}(…)" if isinstance(self.node, ast.Call) else ""
        return call if 0 < len(call) <= MOST else f"{text[: MOST - 1]}…"


def written_at(code: CodeType, offset: int) -> Written:
    """What the instruction at `offset` is in the source.

    A method goes with its call, and a target with its assignment.
    """
    line, end_line, column, end_column = next(islice(code.co_positions(), offset // 2, None))
    place = (line, end_line, column, end_column)
    tree = _tree(code.co_filename, "".join(linecache.getlines(code.co_filename)))
    if tree is None or None in place:
        return Written(line or code.co_firstlineno)
    return Written(line or 0, *_found(tree.nodes.get(place, ()), tree.parents))  # type: ignore[arg-type]


def scope_of(frame: FrameType) -> Scope:
    """What names refer to where the code of `frame` is."""
    layers: list[Mapping[str, Any]] = [frame.f_locals, frame.f_globals, frame.f_builtins]

    def look(name: str) -> Any:
        return next(layer for layer in layers if name in layer)[name]

    def known(name: str) -> Any:
        try:
            return look(name)
        except StopIteration:
            raise KeyError(name) from None

    return known


@dataclass(frozen=True, slots=True)
class _Tree:
    nodes: Mapping[tuple[int, int, int, int], list[ast.AST]]  # by place, the outermost first
    parents: Mapping[ast.AST, ast.AST]


@lru_cache(maxsize=16)
def _tree(file: str, text: str) -> _Tree | None:
    try:
        tree = ast.parse(text, file)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes: dict[tuple[int, int, int, int], list[ast.AST]] = {}
    parents: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        parents.update(dict.fromkeys(ast.iter_child_nodes(node), node))
        if isinstance(node, ast.expr | ast.stmt) and node.end_lineno is not None and node.end_col_offset is not None:
            nodes.setdefault((node.lineno, node.end_lineno, node.col_offset, node.end_col_offset), []).append(node)
    return _Tree(nodes, parents)


def _found(nodes: list[ast.AST], parents: Mapping[ast.AST, ast.AST]) -> Iterator[Any]:
    node = next((each for each in nodes if not isinstance(each, ast.Expr)), None)
    while isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        node = parents[node]
    above = parents.get(node) if node is not None else None
    yield above if isinstance(above, ast.Call) and above.func is node and isinstance(node, ast.Attribute) else node
    yield _asked(node, above)


def _asked(node: ast.AST | None, above: ast.AST | None) -> str:
    match above:
        case ast.For(iter=part) | ast.comprehension(iter=part) if part is node:
            return "iter"
        case ast.If(test=part) | ast.While(test=part) | ast.IfExp(test=part) | ast.Assert(test=part) if part is node:
            return "bool"
        case ast.BoolOp():
            return "bool"
        case ast.comprehension():
            return "bool"
        case _:
            return ""
