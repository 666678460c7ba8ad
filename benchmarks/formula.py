"""The expression of micrograd's README, whatever the numbers are."""

from collections.abc import Callable
from typing import Any

START = (-4.0, 2.0)
POINT = (-3.5, 1.5)
EXPECTED = (24.70408163265306, 138.83381924198252, 645.5772594752186)  # value and gradient at START


def formula(a: Any, b: Any, relu: Callable[[Any], Any] = lambda x: x.relu()) -> Any:
    """The expression, whatever the numbers are."""
    c, d = a + b, a * b + b**3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + relu(b + a))
    d = d + (3 * d + relu(b - a))
    e = c - d
    f = e**2
    g = f / 2.0
    return g + 10.0 / f


def on_values(value: Callable[[float], Any], at: tuple[float, float] = START) -> tuple[Any, Any, Any]:
    """Built and run backward: the root and the two leaves."""
    a, b = value(at[0]), value(at[1])
    g = formula(a, b)
    g.backward()
    return g, a, b
