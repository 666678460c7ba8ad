"""The zoo: engines in many styles, loaded from text, so that a mutant is a text as well."""

from __future__ import annotations

import itertools
import linecache
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from microgradext.check.calls.time_limit import TooLong, Watch

ENGINES = sorted(Path(__file__).with_name("engines").glob("*.py"))
WATCH = Watch(0.5)
"""Enter it before running wrong engines: some never end."""
_count = itertools.count()


@dataclass(frozen=True)
class Engine:
    """An engine that runs: its module's names, and where tracebacks find its text."""

    names: dict[str, Any]
    file: str

    @property
    def value(self) -> Callable[[float], Any]:
        made: Callable[[float], Any] = self.names["Value"]
        return made

    @property
    def ops(self) -> Sequence[Callable[[Any, Any], Any]]:
        made: Sequence[Callable[[Any, Any], Any]] = self.names["OPS"]
        return made

    @property
    def combine(self) -> tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]:
        made: tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]] = self.names.get(
            "COMBINE", (lambda a, b: a + b, lambda a, b: a * b)
        )
        return made


def load(text: str, name: str = "engine") -> Engine:
    """Run the text of an engine, as a notebook cell would be run: known to linecache, in no module."""
    file = f"<{name} {next(_count)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    module = sys.modules.setdefault("a_cell", ModuleType("a_cell"))  # where dataclasses look
    names = vars(module).copy()
    exec(compile(text, file, "exec"), names)
    return Engine(names, file)


def graph(engine: Engine, x: float, y: float) -> tuple[Any, list[Any]]:
    """A graph of all operations, with nodes that are used several times and far apart; and its inputs."""
    add, mul = engine.combine
    a, b = engine.value(x), engine.value(y)
    total = add(mul(a, b), a)
    for op in engine.ops:
        inner = op(add(a, b), mul(a, b))
        total = add(add(total, inner), mul(inner, a))
    return mul(total, b), [a, b]


def programs(engine: Engine) -> list[Callable[[Any, Any], Any]]:
    """Small graphs in which an operation may show what is wrong with it."""
    add, mul = engine.combine
    made: list[Callable[[Any, Any], Any]] = []
    for op in engine.ops:
        made += [
            op,
            lambda a, b, op=op: op(a, a),  # type: ignore[misc]
            lambda a, b, op=op: add(op(a, b), mul(a, b)),  # type: ignore[misc]
            lambda a, b, op=op: add(mul(a, b), op(a, b)),  # type: ignore[misc]
            lambda a, b, op=op: mul(op(add(a, b), mul(a, b)), op(a, b)),  # type: ignore[misc]
        ]
    return made


def gradients(engine: Engine, program: Callable[[Any, Any], Any], x: float, y: float) -> tuple[Any, ...]:
    """The inputs' gradients after one pass; after a reset and another; or how it failed."""
    a, b = engine.value(x), engine.value(y)
    if "TAPE" in engine.names:
        del engine.names["TAPE"][:]
        engine.names["TAPE"] += [a, b]
    try:
        out = program(a, b)
        WATCH.call(out.backward)
        return (a.grad, b.grad, out.grad)
    except (Exception, TooLong) as error:
        return (type(error).__name__,)


def same(one: Engine, other: Engine) -> bool:
    """Whether two engines give the same gradients for all programs at many points."""
    chance = random.Random(1)
    points = [(chance.uniform(0.3, 3), chance.uniform(0.3, 3)) for _ in range(4)]
    pairs = list(
        zip(
            [*programs(one), lambda a, b: _whole(one, a, b)],
            [*programs(other), lambda a, b: _whole(other, a, b)],
            strict=True,
        )
    )
    return all(
        _near(gradients(one, first, *point), gradients(other, second, *point))
        for first, second in pairs
        for point in points
    )


def _whole(engine: Engine, a: Any, b: Any) -> Any:
    add, mul = engine.combine
    total = add(mul(a, b), a)
    for op in engine.ops:
        inner = op(add(a, b), mul(a, b))
        total = add(add(total, inner), mul(inner, a))
    return mul(total, b)


def _near(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    if len(one) != len(other) or isinstance(one[0], str) or isinstance(other[0], str):
        return one == other
    return all(
        a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= 1e-9 * max(abs(a), abs(b))
        for a, b in zip(map(float, one), map(float, other), strict=True)
    )
