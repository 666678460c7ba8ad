"""Whether a run says, in a sentence that names it, that something does not follow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from microgradext.cell.run import Run

LINES = re.compile(r"\blines? (\d+(?:(?:, | and )\d+)*)(?!\d| of)")
INPUTS = re.compile(r"^Nothing to vary")
PLAIN = re.compile(r"plain numbers?[;,.]|stays? as (it|they)|has no slider;|have no sliders;|bound more than once")

SPEAKS_OF = {
    "identity": re.compile(r"\b(types?|hash\w*|identity|keys?|objects?|looked up|Value too)\b"),
    "whole": re.compile(r"whole number beyond"),
}
"""What a sentence about a declared difference speaks of."""


def of_run(run: Run) -> list[str]:
    """What a run says about how it moves, without the list of its inputs."""
    return [each for each in (*run.notes, run.why, run.frozen) if each and not INPUTS.match(each)]


def about_inputs(sentences: Iterable[str], name: str) -> bool:
    """Whether a sentence says why `name` is no input."""
    return any(_mentions(each, [name]) for each in sentences)


def declare_name(sentences: Iterable[str], source: str, name: str) -> bool:
    """Whether a sentence names `name`, or a line or a function that it was computed by."""
    behind = _behind(source, name)
    return _any_names(sentences, behind, {name})


def declare_gradient(sentences: Iterable[str], source: str, name: str) -> bool:
    """Whether a sentence names the input, or a line or a function that its number went through."""
    return _any_names(sentences, _ahead(source, name), {name})


def _any_names(sentences: Iterable[str], found: Sequence[Statement], names: set[str]) -> bool:
    lines = {line for each in found for line in range(each.first, each.last + 1)}
    names = names | {name for each in found for name in each.called}
    apart = [each for each in sentences if not PLAIN.search(each)]
    return any(_mentions(each, names) or lines & set(_lines(each)) for each in apart)


def _mentions(sentence: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) for name in names)


def _lines(sentence: str) -> Iterator[int]:
    for found in LINES.finditer(sentence):
        yield from map(int, re.findall(r"\d+", found[1]))


@dataclass(frozen=True)
class Statement:
    """A statement of the cell: its lines, the names it binds and reads, and the functions it calls."""

    first: int
    last: int
    bound: frozenset[str]
    read: frozenset[str]
    called: frozenset[str]


def _statements(source: str) -> list[Statement]:
    return [_statement(each) for each in ast.parse(source).body]


def _statement(node: ast.stmt) -> Statement:
    bound, read, called = set[str](), set[str](), set[str]()
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.Name(id=name):
                read.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
        match each:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                called.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()) | ast.Attribute(value=ast.Name(id=name)):
                bound.add(name)  # what is changed in place counts as bound
            case ast.keyword(arg="file", value=ast.Name(id=name)):
                bound.add(name)  # as is what is printed to
            case ast.withitem(context_expr=ast.Call(args=[ast.Name(id=name), *_])):
                bound.add(name)  # or redirected to
    return Statement(node.lineno, node.end_lineno or node.lineno, frozenset(bound), frozenset(read), frozenset(called))


def _behind(source: str, name: str) -> list[Statement]:
    wanted, found = {name}, list[Statement]()
    for each in reversed(_statements(source)):
        if each.bound & wanted or name in each.read | each.called:
            found.append(each)
            wanted |= each.read
    return found


def _ahead(source: str, name: str) -> list[Statement]:
    known, found = {name}, list[Statement]()
    for each in _statements(source):
        if (each.read | each.bound) & known:
            found.append(each)
            known |= each.bound
    return found
