"""What marimo shows of a result: the live view, or its static picture where that cannot be."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .live.widget import LiveGraph


class Shown(Protocol):
    """What can be shown, such as a result."""

    @property
    def widget(self) -> LiveGraph: ...
    def html(self) -> str: ...


@dataclass(frozen=True)
class Picture:
    """HTML as marimo, and what follows its protocol, reads it."""

    html: str

    def _mime_(self) -> tuple[str, str]:
        return "text/html", self.html


def display(result: Shown) -> object:
    """An element of marimo's with the live view; a Picture if marimo is not running or the front end was not built."""
    from .front_end import available

    marimo: Any = sys.modules.get("marimo")
    if marimo is None or not available():
        return Picture(result.html())
    return marimo.ui.anywidget(result.widget)
