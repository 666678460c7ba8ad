"""How a result is shown: the live view over its static twin, or what `--view` asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from .wire.saved import MIME, saved

if TYPE_CHECKING:
    from .result import GradResult

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def show(result: GradResult) -> None:
    """Display `result` as it wants to be shown, in a terminal as text; under it the derivation that was asked for."""
    _show_picture(result)
    if result.explained:
        display(result.explained)


def _show_picture(result: GradResult) -> None:
    view = result.shown_as
    if view == "none":
        return
    if view == "dot":
        display(result.draw_dot(result.rankdir))
    elif view == "latex":
        _publish({"text/latex": f"$$\n{result.latex}\n$$", "text/plain": result.latex})
    elif view == "table":
        _publish({"text/html": result.html(picture=False), "text/plain": repr(result)})
    else:
        # What nbconvert takes for paper is neither the HTML nor an SVG.
        still = {"text/html": result.html(), "text/latex": result.tex(), "text/plain": repr(result)}
        _publish({**still, MIME: saved(result.message(1))})
        if _in_notebook():
            _show_live(result)


def _show_live(result: GradResult) -> None:
    from .live import widget

    if not widget.available():
        _publish({"text/plain": widget.MISSING})
        return
    live = result.widget
    # Alone, without a text: a front end that cannot show it should fall back to the static twin above it.
    _publish({WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": live.model_id}})


def _publish(bundle: dict[str, Any]) -> None:
    display(bundle, raw=True)


def _in_notebook() -> bool:
    return getattr(get_ipython(), "kernel", None) is not None
