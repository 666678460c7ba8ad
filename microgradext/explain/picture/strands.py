"""The lines of an edge: one, or of a bundle two that lie beside each other, what adds above what takes away.

Twin: js/picture/strands.ts
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from ..layout.measures import Detail
from .flow import Bundle, Carried, size_of
from .stroke import Stroke, stroke

THINNEST = 0.35  # px, of a strand


def strands(carried: Carried, largest: float, detail: Detail) -> tuple[Stroke, ...]:
    """The lines of what an edge carries, relative to the largest edge in the drawing.

    >>> above, below = strands(Bundle(3, 2.0, -1.0, 2, 1, 1.0), 3.0, "full")
    >>> (above.kind, above.width, above.offset), (below.kind, below.width, below.offset)
    (('positive', 4.3, -1.1), ('negative', 2.2, 2.15))
    """
    whole = stroke(size_of(carried), largest, detail)
    if not isinstance(carried, Bundle) or whole.kind == "zero":
        return (whole,)
    share = whole.width * carried.adds / (carried.adds - carried.takes)
    if whole.width - share < THINNEST:
        return (whole,)
    below = replace(whole, kind="negative")
    if share < THINNEST:
        return (below,)
    tenths, above = math.floor(10 * whole.width + 0.5), math.floor(10 * share + 0.5)
    return (
        replace(whole, width=above / 10, offset=(above - tenths) / 20),
        replace(below, width=(tenths - above) / 10, offset=above / 20),
    )


def evenly(size: float) -> Bundle:
    """A bundle of as much that adds as takes away."""
    return Bundle(2, size / 2, -size / 2, 1, 1, 0.0)


def beside(path: str, offset: float) -> str:
    """The path beside a route, as routes.py writes it, `offset` px below it, or above it if that is negative.

    A curve keeps its distance where it is steep: its handles move along its slope.

    >>> beside("M0 10H5C10 10 10 30 15 30", 2)
    'M0 12H5C8 12 8 32 15 32'
    """
    return path if offset == 0 else "".join(_moved(path, offset))


def _moved(path: str, offset: float) -> Iterator[str]:
    for step in re.split("(?=[CH])", path):
        numbers = [float(each) for each in step[1:].split(" ")]
        if step[0] == "H":
            yield step
        elif step[0] == "M":
            yield f"M{_number(numbers[0])} {_number(numbers[1] + offset)}"
        else:
            x1, y1, x2, y2, x, y = numbers
            aside = offset * _lean(x2 - x1, y2 - y1)
            points = [(x1 - aside, y1 + offset), (x2 - aside, y2 + offset), (x, y + offset)]
            yield "C" + " ".join(f"{_number(across)} {_number(down)}" for across, down in points)


def _lean(x: float, y: float) -> float:
    """The tangent of half the angle at which a curve is steepest."""
    return 0.0 if y == 0 else y / (math.sqrt(x * x + y * y) + x)


def _number(x: float) -> str:
    """The number with at most two decimals."""
    return f"{math.floor(x * 100 + 0.5) / 100:.2f}".rstrip("0").rstrip(".")
