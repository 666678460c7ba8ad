"""The colours of the picture on a light and on a dark page, for pages whose own colours are not known.

Blue is a positive gradient, orange a negative one, grey none; everything else is ink.
"""

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark", "auto"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`, opaque, so that every SVG renderer shows them alike."""

    background: str
    ink: str
    quiet: str
    rule: str
    line: str
    positive: str
    negative: str
    positive_ink: str
    negative_ink: str
    zero: str
    node: str
    input: str


LIGHT = Palette(
    "#ffffff", "#212121", "#666666", "#e0e0e0", "#bdbdbd", "#0f6cb0", "#d06a00", "#0b5a96", "#9a4a00", "#8c8c8c",
    "#ffffff", "#f5f5f5",
)  # fmt: skip
DARK = Palette(
    "#212121", "#e2e2e2", "#a6a6a6", "#424242", "#616161", "#4ea3e6", "#f0953f", "#7cbcf0", "#f5ab66", "#8a8a8a",
    "#2a2a2a", "#303030",
)  # fmt: skip
