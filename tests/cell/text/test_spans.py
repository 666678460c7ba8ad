"""Sites turned into text."""

from __future__ import annotations

import _thread
import operator
import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from microgradext.cell.text.spans import Spans, keep_text
from microgradext.engine.graph import Span
from microgradext.engine.recording import Recording
from microgradext.engine.value import Value
from microgradext.nn import Neuron

from ..cells import cell


def spans_of(source: str) -> Iterator[Span]:
    graph = cell(source).run.graph
    assert graph is not None
    yield from (node.span for node in graph.nodes if node.span and node.row)


@pytest.mark.parametrize(
    ("source", "text", "column"),
    [
        ("π = 2.0\nñ = 'é' and π * π", "π * π", 12),
        ("x = 2.0\ny = tanh( x )", "tanh( x )", 4),
        ("x = 2.0\ny = sum([x,\n         x])", "sum([x, x])", 4),
        ("x = 2.0\nif True:\n\ty = x**2", "x**2", 5),
        ("x = 2.0\ny = (lambda t: t * t)(x)", "t * t", 15),
        ("x = 2.0\ny = x\ny *= x", "y *= x", 0),
    ],
)
def test_columns_are_characters_and_text_is_the_source(source: str, text: str, column: int) -> None:
    *_, span = spans_of(source)
    assert (span.text, span.column) == (text, column)


def test_functions_of_other_cells_name_their_file() -> None:
    names = cell("def f(x):\n    return x * 3\nu = 1.0\nv = f(u)").names
    graph = cell("x = 2.0\ny = f(x)", names).run.graph
    assert graph is not None
    span = graph.nodes[graph.output].span
    assert span is not None
    assert (span.line, span.text) == (2, "x * 3")
    assert span.file == names["f"].__code__.co_filename != ""


def test_a_file_that_is_not_there_has_places_and_no_text() -> None:
    with Recording():
        made = eval(compile("v * v", "<nowhere>", "eval"), {"v": Value(2.0)})
    span = Spans({})(made._site)
    assert span == Span(1, 0, 1, 5, "", "<nowhere>")


def test_the_expression_asked_for_is_text_of_the_cell() -> None:
    graph = cell("x = 2.0", output="x * x + 1").run.graph
    assert graph is not None
    assert [node.span.text for node in graph.nodes if node.row and node.span] == ["x * x", "x * x + 1"]
    assert {node.span.file for node in graph.nodes if node.span} == {""}


def test_text_is_kept_under_one_name() -> None:
    assert keep_text("a = 1", "cell") == keep_text("a = 1", "cell") != keep_text("a = 2", "cell")


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="byte offsets of 3.11 to 3.13")
def test_an_offset_beyond_the_code_is_nowhere() -> None:
    code = compile("1", "<cell>", "eval")
    assert Spans({"<cell>": "1"})((code, 10_000)) is None


@pytest.mark.parametrize("call", [Neuron(1), Value(2.0).__mul__], ids=["model", "operation"])
def test_a_thread_may_begin_within_the_package(call: Any) -> None:
    """As one of C's does, or a greenlet: there is no code of the user's in it."""
    given: Any = [Value(3.0)] if isinstance(call, Neuron) else 3.0
    done, found = _thread.allocate_lock(), list[Value]()
    done.acquire()
    with Recording():
        call(given)
        _thread.start_new_thread(found.extend, (chain(map(call, [given]), map(operator.call, [done.release])),))
        assert done.acquire(timeout=30)
        made = call(given)
    assert made._site[0].co_name == test_a_thread_may_begin_within_the_package.__name__
