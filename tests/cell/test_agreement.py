"""A cell computes what plain Python computes: random straight-line cells against exec and against their tapes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.tape.tape import Tape
from tests.examples import examples

from .cells import cell

NUMBERS = st.integers(-2000, 2000).map(lambda number: number / 1000)
TARGETS = st.sampled_from("pqrabc")
PICKS = st.tuples(*[st.integers(0, 99)] * 4)  # drawn together: one line of a cell
LINES = [
    "{x} + {y}",
    "{x} - {k}",
    "{x} * {y}",
    "{k} / ({y} * {y} + 1)",
    "sqrt({x} * {x} + 1) - log({y} * {y} + 1)",
    "exp(sin({x})) * tanh({y})",
    "cos({x}) + atan({k} * {y})",
    "sin({x}) ** {n}",
    "max({x}, {y}) - min({k}, {x})",
    "sum([{x}, {y}, {k}, {x}])",
    "(lambda t: t * t - {k})({x})",
    "(lambda t, u=sin({y}): t * u)(cos({x}))",
    "[sin(t) * {k} for t in ({x}, {y})][{n} % 2]",
    "sum(cos({x}) * i for i in range({n}))",
]


@st.composite
def cells(draw: st.DrawFn) -> str:
    """A few inputs in one of many forms, then a line for each step, over names that may be bound again."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    lines = [draw(st.sampled_from(_bindings(names, [draw(NUMBERS) for _ in names])))]
    for _ in range(draw(st.integers(1, 10))):
        target, (line, first, second, number) = draw(TARGETS), draw(PICKS)
        lines.append(f"{target} = " + _line(names, line, first, second, number))
        names = list(dict.fromkeys([*names, target]))
    return "\n".join(lines)


def _bindings(names: list[str], values: list[float]) -> list[str]:
    pairs = list(zip(names, values, strict=True))
    return [
        "; ".join(f"{name} = {value}" for name, value in pairs),
        "\n".join(f"{name}: float = {value}" for name, value in pairs),
        f"[{', '.join(names)}] = {', '.join(map(str, values))},",
        f"{' = '.join(names)} = {values[0]}",
        "if True:\n" + "\n".join(f"    ({name} := {value})" for name, value in pairs),
    ]


def _line(names: list[str], line: int, first: int, second: int, number: int) -> str:
    x, y = names[first % len(names)], names[second % len(names)]
    return LINES[line % len(LINES)].format(x=x, y=y, k=f"({(number - 50) / 20})", n=1 + number % 3)


def plainly(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {**vars(math)}
    exec(source, names)
    return names


@examples(300)
@given(cells())
def test_a_cell_gives_the_numbers_of_plain_python(source: str) -> None:
    ran, expected = cell(source), plainly(source)
    for name in set("abcpqr") & ran.names.keys():
        value = ran.names[name]
        number = value._data if hasattr(value, "_data") else value
        assert math.isclose(number, expected[name], rel_tol=1e-12, abs_tol=1e-12), (name, source)


@examples(150)
@given(cells(), st.lists(NUMBERS, min_size=3, max_size=3))
def test_its_tape_gives_the_numbers_of_a_fresh_run_elsewhere(source: str, numbers: list[float]) -> None:
    ran = cell(source)
    assert ran.run.graph is not None
    assert not ran.run.frozen
    tape = Tape(ran.run.graph)
    assert _alike(tape(tape.point()).gradients, [value._grad for value in ran.run.values])
    elsewhere = cell(_moved(source, numbers))
    assert elsewhere.run.graph is not None
    there = tape([each.value for each in elsewhere.run.inputs])
    assert _alike(there.values, [node.data for node in elsewhere.run.graph.nodes])


def _moved(source: str, numbers: list[float]) -> str:
    """The same cell with other numbers bound to its inputs."""
    found = iter(numbers)
    head, *rest = re.split(r"\n(?=[pqrabc] = )", source)
    return "\n".join([re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda _: str(next(found)), head), *rest])


def _alike(left: Sequence[float], right: Sequence[float]) -> bool:
    return len(left) == len(right) and all(
        math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12) or (one != one and other != other)
        for one, other in zip(left, right, strict=True)
    )


@examples(50)
@given(cells())
def test_running_it_again_gives_the_same(source: str) -> None:
    names: dict[str, Any] = {}
    assert repr(cell(source, names).run.graph) == repr(cell(source, names).run.graph)
