"""How a number looks as a line or a bar: the colour shows its sign, width and colour together its size.

Twin: js/picture/stroke.ts
"""

import math
from dataclasses import dataclass
from typing import Literal

from ..layout.measures import Detail
from ..rounding import ROUNDING, Flowing

Kind = Literal["positive", "negative", "zero", "unbounded", "unknown"]

THINNEST = 1.25
THICKEST: dict[Detail, float] = {"full": 6.5, "compact": 4.5}  # the distance of stacked edges, less a gap
NOTHING = 1e-6  # of the largest in the drawing: an edge that carries less is drawn as one that carries nothing
STEPS = 15  # of colour and of width, a tenth of a pixel: the eye does not see them, and a picture needs fewer styles


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: its width in pixels, and how much of its hue it has, in percent (the rest is grey)."""

    kind: Kind
    width: float
    hue: int
    offset: float = 0.0  # px from its route, downwards


def stroke(contribution: Flowing, largest: float, detail: Detail) -> Stroke:
    """The line of a contribution, relative to the largest one in the drawing.

    Width and colour follow the square root: contributions a hundred times apart are common.

    >>> stroke(-1.5, 6.0, "full")
    Stroke(kind='negative', width=3.9, hue=79, offset=0.0)
    """
    kind = kind_of(contribution, largest)
    if contribution is None or kind == "unknown":
        return Stroke(kind, 1, 0)
    if contribution == ROUNDING or kind in ("zero", "unbounded"):
        return Stroke(kind, THINNEST if kind == "zero" else 1.5, 0)
    root = math.sqrt(min(1.0, abs(contribution) / largest)) if largest else 1.0
    width = THINNEST + (THICKEST[detail] - THINNEST) * root
    return Stroke(kind, math.floor(10 * width + 0.5) / 10, 55 + 3 * math.floor(STEPS * root + 0.5))


def kind_of(contribution: Flowing, largest: float = 0.0) -> Kind:
    """What kind of number it is, next to the largest of its drawing; None is unknown."""
    if contribution is None:
        return "unknown"
    if contribution == ROUNDING:
        return "zero"
    if not math.isfinite(contribution):
        return "unbounded"
    if contribution == 0 or abs(contribution) < NOTHING * largest:
        return "zero"
    return "positive" if contribution > 0 else "negative"


def mixed(hue: str, grey: str, percent: int) -> str:
    """Two colours `#rrggbb` mixed in sRGB, as CSS's color-mix does: a crossing of two lines is no darker.

    >>> mixed("#ff0000", "#000000", 50)
    '#800000'
    """
    channels = [(int(hue[i : i + 2], 16), int(grey[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{math.floor((a * percent + b * (100 - percent)) / 100 + 0.5):02x}" for a, b in channels)
