"""Texts: the loops and statements in the text of a cell or file, by their positions."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from ...engine.scopes.columns import Heading
from ..text.depth import deep_trees
from ..text.spans import Position, Spans
from .headings import headings_of

MOST_TEXT = 1_000_000
"""The most characters of a file that are read for its loops and statements."""

MOST_WORDS = 60
"""The most characters of the head of a loop, or of what a statement binds."""

Owner = tuple[str, int]
"""A function or class: its name and first line. The cell itself is ('<module>', 0)."""

CELL: Owner = ("<module>", 0)

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A loop of the text."""

    kind: Literal["for", "while", "comprehension"]
    owner: Owner
    words: str  # `for` or `while`
    head: Position  # what follows that, up to the body
    word: str  # what a turn is called, if the loop has a single variable
    anchor: Position  # of what stands in the loop around it
    iterable: Position  # of `while`, the first statement of its body
    around: Position  # all of the statement or comprehension
    turns: Sequence[Position]  # what is in a turn
    test: Position | None = None  # of `while`
    code: str = ""  # the name of the code that a comprehension may have of its own


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the text."""

    names: Sequence[str | Position]  # what it binds: names, and where other targets are
    position: Position


class Text:
    """A text whose loops and statements are looked up."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    @cached_property
    def loops(self) -> Sequence[Loop]:
        """All loops, outer ones first."""
        with deep_trees():
            return list(_loops(self._tree))

    def statement(self, position: Position) -> Statement | None:
        """The innermost statement around a position."""
        body: Sequence[ast.stmt] = self._tree.body
        found = None
        while (inner := _containing(body, position)) is not None:
            found = inner
            body = _body_around(inner, position)
        return None if found is None else Statement(_bound(found), _head_of(found))


class Texts:
    """The texts of the files that code comes from; `trees` holds those that are read already."""

    def __init__(self, spans: Spans, trees: Mapping[str, ast.Module]) -> None:
        self.spans = spans
        self._texts: dict[str, Text | None] = {file: Text(tree) for file, tree in trees.items()}

    def __call__(self, file: str) -> Text | None:
        """The text of a file; None where Python keeps no text, or too much."""
        if file not in self._texts:
            text = "\n".join(self.spans.lines(file))
            self._texts[file] = _text(text) if 0 < len(text) <= MOST_TEXT else None
        return self._texts[file]

    def headings(self, file: str) -> Sequence[Heading]:
        """Where the paragraphs of a file begin."""
        return headings_of(self.spans.lines(file), self.spans.shown(file))

    def words(self, file: str, position: Position) -> str:
        """The text of a position, cut where it is long."""
        text = self.spans.at(file, position).text
        return text if len(text) <= MOST_WORDS else f"{text[: MOST_WORDS - 1]}…"


def _text(text: str) -> Text | None:
    try:
        with deep_trees():
            return Text(ast.parse(text))
    except (SyntaxError, ValueError):  # an earlier cell with magics, say
        return None


def position_of(node: ast.expr | ast.stmt) -> Position:
    """Where a node is."""
    return node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0


def contains(outer: Position, inner: Position) -> bool:
    """Whether one position lies in another."""
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def _loops(tree: ast.Module) -> Iterator[Loop]:
    waiting: list[tuple[ast.AST, Owner]] = [(tree, CELL)]
    while waiting:
        node, owner = waiting.pop()
        finds = FINDS.get(type(node))
        if finds is not None:
            yield from finds(node, owner)
        children = _children(node)
        if isinstance(node, Function):
            own, inside = set(map(id, node.body)), (node.name, _first_line(node))
            waiting += [(child, inside if id(child) in own else owner) for child in children]
        else:
            waiting += [(child, owner) for child in children]


def _children(node: ast.AST) -> list[ast.AST]:
    """What may have loops in it, last ones first."""
    found: list[ast.AST] = []
    for name in node._fields:
        child: Any = getattr(node, name, None)
        if isinstance(child, list):
            found += [each for each in child if type(each) not in LEAVES]
        elif type(child) not in LEAVES:
            found.append(child)
    found.reverse()
    return found


def _for(node: ast.For, owner: Owner) -> Iterator[Loop]:
    yield Loop(
        "for",
        owner,
        "for",
        _from_to(node.target, node.iter),
        _word(node.target, node.iter),
        position_of(node),
        position_of(node.iter),
        position_of(node),
        (position_of(node.target), _stretch(node.body)),
    )


def _while(node: ast.While, owner: Owner) -> Iterator[Loop]:
    yield Loop(
        "while",
        owner,
        "while",
        position_of(node.test),
        PASS,
        position_of(node),
        _stretch(node.body[:1]),
        position_of(node),
        (_stretch(node.body),),
        position_of(node.test),
    )


def _comprehension(node: Comprehension, owner: Owner) -> Iterator[Loop]:
    made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    for place, each in enumerate(node.generators):
        later = [part for after in node.generators[place + 1 :] for part in (after.iter, after.target, *after.ifs)]
        if each.is_async:
            continue
        yield Loop(
            "comprehension",
            owner,
            "for",
            _from_to(each.target, each.iter),
            _word(each.target, each.iter),
            position_of(each.iter if place else node),
            position_of(each.iter),
            position_of(node),
            [position_of(part) for part in (each.target, *each.ifs, *later, *made)],
            code=CODES[type(node)],
        )


PASS, SAMPLE = "pass", "sample"
"""What a turn is called whose variable is no word; the second where the loop goes over data."""

SHORTEST_WORD = 3
"""Letters of a variable that reads as a word."""

CODES: Mapping[type[ast.AST], str] = {
    ast.ListComp: "<listcomp>",
    ast.SetComp: "<setcomp>",
    ast.DictComp: "<dictcomp>",
    ast.GeneratorExp: "<genexpr>",
}


FINDS: Mapping[type[ast.AST], Callable[[Any, Owner], Iterator[Loop]]] = {
    ast.For: _for,
    ast.While: _while,
    **dict.fromkeys(CODES, _comprehension),
}

LEAVES: frozenset[type] = frozenset(
    {ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, type(None), str, int, bool, *ast.operator.__subclasses__()}
)
"""The types of what has no nodes in it that matter."""


def _first_line(node: Function) -> int:
    return min([node.lineno, *(each.lineno for each in node.decorator_list)])


def _stretch(body: Sequence[ast.stmt]) -> Position:
    first, last = body[0], body[-1]
    start = position_of(first)[:2]
    if isinstance(first, Function):
        start = min([start, *(position_of(each)[:2] for each in first.decorator_list)])
    return (*start, *position_of(last)[2:])


def _word(target: ast.expr, iterable: ast.expr) -> str:
    """What a turn is called: by its variable if that reads as a word, as in `for day in …`."""
    name = target.id.strip("_") if isinstance(target, ast.Name) else ""
    if len(name) >= SHORTEST_WORD and name.isalpha():
        return name
    return SAMPLE if _is_data(iterable) else PASS


def _is_data(iterable: ast.expr) -> bool:
    """Whether a loop goes over something that has a name, such as `zip(X, y)`."""
    match iterable:
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "reversed"), args=[*given]) if given:
            return all(map(_is_data, given))
        case ast.Name() | ast.Subscript(value=ast.Name()):
            return True
        case _:
            return False


def _from_to(first: ast.expr, last: ast.expr) -> Position:
    return (*position_of(first)[:2], *position_of(last)[2:])


# Statements


def _containing(body: Sequence[ast.stmt], position: Position) -> ast.stmt | None:
    place = bisect_right(body, position[:2], key=lambda each: (each.lineno, each.col_offset)) - 1
    found = body[place] if place >= 0 else None
    return found if found is not None and contains(position_of(found), position) else None


def _body_around(node: ast.stmt, position: Position) -> Sequence[ast.stmt]:
    bodies = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
    bodies += [each.body for name in ("handlers", "cases") for each in getattr(node, name, [])]
    return next((body for body in bodies if body and contains(_stretch(body), position)), [])


def _head_of(node: ast.stmt) -> Position:
    body = getattr(node, "body", None)
    if not body:
        return position_of(node)
    last = next((each for each in (getattr(node, "test", None), getattr(node, "iter", None)) if each is not None), None)
    end = position_of(last)[2:] if last is not None else position_of(node)[:2]
    return (*position_of(node)[:2], *end)


def _bound(node: ast.stmt) -> Sequence[str | Position]:
    match node:
        case ast.Assign(targets=targets):
            return [_name(part) for target in targets for part in _parts(target)]
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [_name(target)]
        case ast.Expr(value=ast.NamedExpr(target=target)):
            return [target.id]
        case ast.Return():
            return ["return"]
        case _:
            return []


def _parts(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _parts(each)
    else:
        yield target


def _name(target: ast.expr) -> str | Position:
    return target.id if isinstance(target, ast.Name) else position_of(target)
