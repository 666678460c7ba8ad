"""GradResult: what a run came to, and how a notebook, a terminal and a script show it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cached_property
from os import PathLike
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ..cell.moving import MadeRun, MovingRun
from ..cell.outcome.outcome import Run
from ..engine.frame import Frame
from ..engine.graph import Graph
from ..engine.recent import uncollected
from ..engine.tape.tape import Tape
from ..engine.value import Value
from ..explain.folds.first import First, first_view, whole_view
from ..explain.view import View
from .live.panels import checked
from .static import Still, static_html, static_latex, static_text
from .wire.sliders import forms_of

if TYPE_CHECKING:
    import graphviz

    from ..explain.chain_rule.asked import Asked
    from ..explain.chain_rule.derivation import Derivation
    from .live.link import Link
    from .live.widget import LiveGraph
    from .showing import ViewName
    from .wire.messages import GraphMessage


class GradResult:
    """A run of a cell, of a function or of an existing Value.

    `value` is the output, `grads` holds its derivative with respect to each input by name, `graph` is the frozen
    record, `tape` runs it again at another point, and `widget` is the live view.

    >>> from microgradext import grad
    >>> result = grad("a = -2.0; b = 3.0; d = a * b; e = a + b; f = d * e")
    >>> result.value.data, result.grads
    (-6.0, {'a': -3.0, 'b': -8.0})
    """

    def __init__(
        self, run: Run, *, shown_as: ViewName = "live", rankdir: str = "LR", panels: str | Sequence[str] = ()
    ) -> None:
        self.moving = MovingRun(run)
        self.shown_as = shown_as
        self.rankdir = rankdir
        self.panels = checked(panels)
        self._explained: Sequence[str] = ()
        self._drawn: tuple[MadeRun, First] | None = None

    @property
    def graph(self) -> Graph:
        """The frozen record of the run; ValueError when its code raised before anything was computed."""
        return self.moving.graph

    @property
    def value(self) -> Value:
        """The output."""
        return self.moving.value

    @property
    def values(self) -> dict[str, Value]:
        """Every named Value of the run by its label."""
        return {value.label: value for value in self.moving.run.values if value.label}

    @property
    def inputs(self) -> dict[str, Value]:
        """The inputs by name."""
        return self.moving.inputs

    @property
    def grads(self) -> dict[str, float]:
        """The derivative of the output with respect to each input, by name, where the inputs stand now."""
        return self.moving.grads

    @property
    def notes(self) -> tuple[str, ...]:
        """What became an input, what did not, and why."""
        behind = self.moving.behind()
        return (*self.moving.run.notes, *([behind] if behind else []))

    @property
    def title(self) -> str:
        """The name of the output, or its source text."""
        return self.moving.run.title

    @property
    def tape(self) -> Tape:
        """The graph, ready to run again on the path that the code took; ValueError when only the code can move it."""
        return self.moving.made.tape

    def point(self) -> list[float]:
        """Where the inputs stand now."""
        return self.moving.point()

    def move(self, point: Sequence[float]) -> bool:
        """Go to another point without a live view: see `MovingRun.move`."""
        return self.moving.move(point)

    def frame(self) -> Frame | None:
        """Every current value, gradient and contribution; None when the code raised before it reached the output."""
        return self.moving.frame()

    @property
    def view(self) -> View:
        """What is drawn of the graph at first."""
        return self._first.view

    @property
    def _first(self) -> First:
        if self._drawn is None or self._drawn[0] is not self.moving.made:
            stopped = self.moving.run.stopped
            self._drawn = self.moving.made, whole_view(self.graph) if stopped else first_view(self.graph, self.frame())
        return self._drawn[1]

    @cached_property
    def widget(self) -> LiveGraph:
        """The live view; keeps the Values of the run in step with its sliders."""
        from .live import views
        from .live.widget import LiveGraph

        made = LiveGraph(self.moving, self.message)
        views.opened(made)
        return made

    def message(self, revision: int) -> GraphMessage:
        """The graph as the page reads it."""
        from .wire.protocol import graph_message

        with uncollected():
            return graph_message(
                self.moving.run,
                self.graph,
                self.view,
                self.frame(),
                regions=self._first.regions,
                revision=revision,
                rid=self.rid,
                panels=self.panels,
            )

    @cached_property
    def rid(self) -> str:
        """The id that joins the live view to its static twin."""
        return secrets.token_hex(4)

    @property
    def still(self) -> Still:
        """The result as it is now."""
        frame = self.frame()  # first: it goes to where the leaves are
        point = dict(zip(self.inputs, self.point(), strict=True))
        return Still(
            self.view, self.graph, frame, self.title, point, self.notes, self.rid, forms_of(self.moving.run.inputs)
        )

    def set(self, **inputs: float) -> None:
        """Move inputs by name, and the live view with them; an input of a list goes by `set(**{"w[0]": 1.0})`."""
        self.widget.go(self.moving.point_with(inputs))

    def link(self, name: str, control: Any) -> Link:
        """Link an ipywidgets control to an input, until `unlink()` is called on the link that is returned."""
        from .live.link import Link

        return Link(self.moving, self.widget, name, control)

    def explain(self, wrt: Asked | None = None) -> Derivation:
        """The chain rule of a node where the inputs stand now: see `microgradext.explain`.

        Raises ValueError when the code raised before it reached the output, and for an unknown name.
        """
        from ..explain.chain_rule.deriving import derivation

        frame = self.frame()
        if frame is None:
            missing = "the output was not reached, so there are no gradients to explain"
            raise ValueError(self.moving.run.unknown or missing)
        return derivation(self.graph, frame, self.moving.run.values, wrt)

    def explain_with(self, names: Sequence[str]) -> None:
        """Show the chain rule of these nodes under the picture too; ValueError for an unknown name."""
        self.explain(names)
        self._explained = names

    @property
    def explained(self) -> Derivation | None:
        """The derivation under the picture, where the inputs stand now."""
        return self.explain(self._explained) if self._explained else None

    def draw_dot(self, rankdir: str = "LR") -> graphviz.Digraph:
        """The graph as micrograd draws it."""
        from ..explain.picture.dot import draw_dot

        return draw_dot(self._standing(), rankdir=rankdir)

    def _standing(self) -> object:
        """The output, and what it was made from, with the numbers of this result, whatever the Values hold."""
        frame, values = self.frame(), self.moving.run.values
        if frame is None:
            return self.value
        made = list[SimpleNamespace]()
        for node, value, data, grad in zip(self.graph.nodes, values, frame.values, frame.gradients, strict=True):
            before = tuple(made[operand] for operand in node.operands)
            made.append(SimpleNamespace(data=data, grad=grad, _prev=before, _op=value._op, label=node.label))
        return made[self.graph.output]

    @property
    def latex(self) -> str:
        """The computation as LaTeX."""
        from ..explain.words.latex import formula

        return formula(self.graph)

    def html(self, *, picture: bool = True, said: str = "") -> str:
        """The static picture and the table of values, as a notebook keeps them; `said` is a sentence below them."""
        return static_html(self.still, picture_too=picture, said=said)

    def tex(self) -> str:
        """The formula and the static picture as LaTeX, which a notebook keeps for paper."""
        return static_latex(self.still)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the result, as it is now, to a file of the kind that its suffix says.

        That is the picture as .svg or .png (which needs the extra `png`), the formula as .tex, the inputs as .py, the
        values as .csv, or a live page as .html. Raises ValueError for any other suffix, ImportError if a .png lacks its
        package, and OSError if `path` cannot be written; what was there before is then left as it was.
        """
        from .save.save import save

        save(self.still, self._page, path)

    def _page(self) -> str:
        from .export.pages import of_still

        return of_still(self.still, self.message(1)).html

    def __repr__(self) -> str:
        return static_text(self.still)

    def _display_(self) -> object:
        """What marimo shows."""
        from .in_marimo import display

        return display(self)

    def _ipython_display_(self) -> None:
        from .showing import show

        show(self)
