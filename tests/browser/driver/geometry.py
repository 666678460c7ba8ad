"""What a reader sees, measured in the page: text cut off, things on top of each other, colours too close."""

from typing import TypedDict

from playwright.sync_api import Locator


class Overflow(TypedDict):
    """Text that leaves the part it belongs to, or is cut by a box without a scroll bar; by so many pixels."""

    what: str
    by: float


class Overlap(TypedDict):
    """Two elements that cover each other by so many pixels across and down."""

    first: str
    second: str
    across: float
    down: float


class Contrast(TypedDict):
    """The WCAG contrast ratio of a text with what lies below it, and the text's size in pixels."""

    what: str
    ratio: float
    ink: str
    size: float


def overflow(part: Locator, *, slack: float = 1) -> list[Overflow]:
    found: list[Overflow] = part.evaluate("(root, slack) => geometry.overflow(root, slack)", slack)
    return found


def overlaps(part: Locator, selector: str, *, slack: float = 1) -> list[Overlap]:
    """Pairs among the shown elements that match `selector`; one inside the other is no pair."""
    found: list[Overlap] = part.evaluate(
        "(root, [selector, slack]) => geometry.overlaps(root, selector, slack)", [selector, slack]
    )
    return found


def contrast(part: Locator, selector: str = "*") -> list[Contrast]:
    """One measurement for each shown element that holds text itself."""
    found: list[Contrast] = part.evaluate("(root, selector) => geometry.contrast(root, selector)", selector)
    return found
