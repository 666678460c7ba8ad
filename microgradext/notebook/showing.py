"""How a result is shown: as the live view over its static twin, or as `--view` asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from IPython.core.getipython import get_ipython
from IPython.display import display

from .wire.saved import MIME, WIDGET_VIEW, not_kept, saved

if TYPE_CHECKING:
    import graphviz

    from ..engine.graph import Graph
    from ..explain.chain_rule.derivation import Derivation
    from .live.widget import LiveGraph
    from .wire.messages import GraphMessage


ViewName = Literal["live", "dot", "table", "latex", "none"]


class Shown(Protocol):
    """What can be shown, such as a result."""

    shown_as: ViewName
    rankdir: str

    @property
    def graph(self) -> Graph: ...
    @property
    def latex(self) -> str: ...
    @property
    def widget(self) -> LiveGraph: ...
    @property
    def explained(self) -> Derivation | None: ...
    def draw_dot(self, rankdir: str) -> graphviz.Digraph: ...
    def html(self, *, picture: bool = True, said: str = "") -> str: ...
    def tex(self) -> str: ...
    def message(self, revision: int) -> GraphMessage: ...


def show(result: Shown) -> None:
    """Display `result` in its chosen view, or as text in a terminal, with the derivation that was asked for below."""
    _show_picture(result)
    if result.explained:
        display(result.explained)


def _show_picture(result: Shown) -> None:
    view = result.shown_as
    if view == "none":
        return
    if view == "dot":
        _publish(_dot(result))
    elif view == "latex":
        _publish({"text/latex": f"$$\n{result.latex}\n$$", "text/plain": result.latex})
    elif view == "table":
        _publish({"text/html": result.html(picture=False), "text/plain": repr(result)})
    else:
        # For paper nbconvert uses neither the HTML nor an SVG.
        said = not_kept(result.graph)
        still = {"text/html": result.html(said=said), "text/latex": result.tex(), "text/plain": repr(result)}
        _publish(still if said else {**still, MIME: saved(result.message(1))})
        if _in_notebook():
            _show_live(result)


def _dot(result: Shown) -> dict[str, Any]:
    """Graphviz's drawing, our own where its program cannot be run; as an image, because nbconvert converts an SVG."""
    from ..explain.picture.dot import drawn_by_graphviz
    from ..explain.picture.svg import image
    from ..explain.picture.undrawn import SENTENCE

    still = {"text/latex": result.tex(), "text/plain": repr(result)}
    drawing = drawn_by_graphviz(result.draw_dot(result.rankdir))
    if drawing is None:
        return {**still, "text/html": f"<p>{SENTENCE}</p>{result.html()}", "text/plain": f"{SENTENCE}\n\n{result!r}"}
    return {**still, "text/html": image(drawing)}


def _show_live(result: Shown) -> None:
    from . import front_end

    if not front_end.available():
        _publish({"text/plain": front_end.missing("The live view needs")})
        return
    live = result.widget
    # Alone, without a text: a front end that cannot show it should fall back to the static twin above.
    _publish({WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": live.model_id}})


def _publish(bundle: dict[str, Any]) -> None:
    display(bundle, raw=True)


def _in_notebook() -> bool:
    return getattr(get_ipython(), "kernel", None) is not None
