"""Which operations round differently from plain Python: exactly those that docs/live.md declares."""

from __future__ import annotations

import builtins
import math
import operator
import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.inputs.mathematics import NAMES, TWINS

POINTS = 3000
QUESTIONS = ("isnan", "isinf", "isfinite", "isclose")
PAIRS = ("sumprod", "dist")

Function = Callable[..., Any]


def power(exponent: float) -> Function:
    return lambda x: x**exponent


def listed(function: Function) -> Function:
    return lambda *parts: function(parts)


def halves(function: Function) -> Function:
    return lambda *parts: function(parts[: len(parts) // 2], parts[len(parts) // 2 :])


def operations() -> Iterator[tuple[str, Function, Function, int]]:
    """What can be computed: its name in the document, ours, Python's, and how many numbers it takes."""
    for name in "add sub mul truediv pow mod floordiv".split():
        yield name, getattr(operator, name), getattr(operator, name), 2
    for exponent in (2, 3, -1, 4, 5, -2, 0.5, 1.5, 1, 0):
        yield f"x ** {exponent}", power(exponent), power(exponent), 1
    for base in (2, 3, 0.5, 10):
        yield f"{base} ** x", partial(pow, base), partial(pow, base), 1
    for name in ("sum", "max", "min"):
        yield name, listed(NAMES[name]), listed(getattr(builtins, name)), 6
    yield "abs", abs, abs, 1
    yield "divmod", lambda x, y: divmod(x, y)[1], lambda x, y: divmod(x, y)[1], 2
    for name, ours in TWINS.items():
        plain = vars(math)[name]
        if name == "fsum":
            yield "math.fsum", listed(ours), listed(plain), 5
        elif name in PAIRS:
            yield f"math.{name}", halves(ours), halves(plain), 6
        elif name not in QUESTIONS:
            yield from ((f"math.{name}", ours, plain, count) for count in (1, 2, 3) if takes(plain, count))


def takes(function: Function, count: int) -> bool:
    try:
        function(*[0.5] * count)
    except TypeError:
        return False
    except (ValueError, ArithmeticError):
        pass
    return True


def rounds_differently(ours: Function, plain: Function, count: int) -> bool:
    rng = random.Random(count)
    for _ in range(POINTS):
        point = [rng.choice([rng.uniform(-3, 3), rng.uniform(0, 1), 10 ** rng.uniform(-5, 5)]) for _ in range(count)]
        try:
            expected = plain(*point)
        except (ValueError, ArithmeticError):
            continue
        got = ours(*[Value(number) for number in point]).data
        if not isinstance(expected, complex) and got != expected:
            assert math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-9)
            return True
    return False


def test_what_rounds_differently_is_declared(request: pytest.FixtureRequest) -> None:
    document = (request.config.rootpath / "docs" / "live.md").read_text("utf-8")
    row = next(line for line in document.splitlines() if line.startswith("| **the last digit**"))
    declared = set(re.findall(r"`([^`]+)`", row.split("|")[2]))
    found = {name for name, ours, plain, count in operations() if rounds_differently(ours, plain, count)}
    print(sorted(found))
    assert found <= declared, sorted(found - declared)
    assert {"x ** 3", "math.asinh", "math.fsum", "math.dist"} <= found
    assert declared <= {each[0] for each in operations()} | {"math.sumprod", "math.exp2"}  # of Python 3.12 and 3.11
