"""What stands below the boxes of an open loop: a row for each value that its turns hand on.

Rows never make a picture too high for a screen: there are as many as still fit, and none in a narrow frame.

Twin: js/layout/below.ts
"""

import math
from typing import Final

from ..view import View

HIGHEST: Final = 430  # px; with all that is around it in a notebook, a screen
MOST: Final = 5  # rows of a loop
LEAST_WIDTH: Final = 290  # px, of a frame with rows
CAPTIONS, ROW, REST, FOOT = 22, 20, 16, 8  # px: above the rows, each of them, how many more there are, and below


def most_at_first(view: View) -> int:
    """How many rows a loop may have before heights are known."""
    return MOST if any(box.fold is not None and box.fold.rows for box in view.boxes) else 0


def most_in(width: float, most: int) -> int:
    """The same in a frame of that width."""
    return most if width >= LEAST_WIDTH else 0


def fewer(most: int, height: float) -> int:
    """How many rows a loop may have where that many make the picture so high; the same if it is not too high.

    >>> fewer(5, 430), fewer(5, 431), fewer(5, 480), fewer(2, 900)
    (5, 4, 2, 0)
    """
    return most if height <= HIGHEST else max(0, most - math.ceil((height - HIGHEST) / ROW))


def height_below(rows: int, most: int) -> int:
    """How much room the rows of a loop need, if it may have `most`.

    >>> height_below(0, 5), height_below(2, 5), height_below(9, 5), height_below(9, 0)
    (0, 70, 146, 0)
    """
    shown = min(rows, most)
    return CAPTIONS + ROW * shown + (REST if rows > shown else 0) + FOOT if shown else 0
