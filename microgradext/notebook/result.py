"""GradResult: what a run came to, and how a notebook, a terminal and a script show it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

from ..cell.run import Run
from ..engine.frame import Frame, frame_of, write_back
from ..engine.graph import Graph
from ..engine.guards import flipped
from ..engine.tape.tape import Tape
from ..engine.value import Value
from ..explain.view import View, view
from .live.panels import checked
from .static import static_html, static_latex, static_text

if TYPE_CHECKING:
    import graphviz

    from ..explain.chain_rule.asked import Asked
    from ..explain.chain_rule.derivation import Derivation
    from .live.link import Link
    from .live.widget import LiveGraph
    from .wire.protocol import GraphMessage

ViewName = Literal["live", "dot", "table", "latex", "none"]


class GradResult:
    """A run of a cell, of a function or of an existing Value.

    `value` is the output, `grads` the derivative of the output with respect to each input by name, `graph` the frozen
    record, `tape` runs it again at another point, `widget` is the live view.

    >>> from microgradext import grad
    >>> result = grad("a = -2.0; b = 3.0; d = a * b; e = a + b; f = d * e")
    >>> result.value.data, result.grads
    (-6.0, {'a': -3.0, 'b': -8.0})
    """

    def __init__(
        self, run: Run, *, shown_as: ViewName = "live", rankdir: str = "LR", panels: str | Sequence[str] = ()
    ) -> None:
        self._run = run
        self.shown_as = shown_as
        self.rankdir = rankdir
        self.panels = checked(panels)
        self._rid = ""
        self._explained: Sequence[str] = ()

    @property
    def graph(self) -> Graph:
        """The frozen record of the run; ValueError when its code raised before anything was computed."""
        if self._run.graph is None:
            raise ValueError("this run stopped before anything was computed, so there is no graph")
        return self._run.graph

    @property
    def value(self) -> Value:
        """The output."""
        return self._run.values[self.graph.output]

    @property
    def values(self) -> dict[str, Value]:
        """Every named Value of the run by its label."""
        return {value.label: value for value in self._run.values if value.label}

    @property
    def inputs(self) -> dict[str, Value]:
        """The inputs by name."""
        return {item.name: self._run.values[item.node] for item in self._run.inputs}

    @property
    def grads(self) -> dict[str, float]:
        """The derivative of the output with respect to each input, by name, where the inputs stand now."""
        return {name: value._grad for name, value in self.inputs.items()}

    @property
    def notes(self) -> tuple[str, ...]:
        """What became an input, what did not, and why."""
        return self._run.notes

    @cached_property
    def tape(self) -> Tape:
        """The graph ready to run again along the path that the code took; ValueError when only the code can move it."""
        if not self._run.replays:
            raise ValueError(self._run.frozen or self._run.why)
        return Tape(self.graph)

    @cached_property
    def view(self) -> View:
        """What is drawn of the graph."""
        return view(self.graph)

    @cached_property
    def widget(self) -> LiveGraph:
        """The live view; keeps the Values of the run in step with its sliders."""
        from .live import views
        from .live.widget import LiveGraph

        made = LiveGraph(self)
        views.opened(made)
        return made

    def message(self, revision: int) -> GraphMessage:
        """The graph as the page reads it."""
        from .wire.protocol import graph_message

        return graph_message(
            self._run,
            self.graph,
            self.view,
            self.frame(),
            revision=revision,
            rid=self.rid,
            panels=self.panels,
        )

    @property
    def title(self) -> str:
        """The name of the output, or its source text."""
        return self._run.title

    @property
    def rid(self) -> str:
        """Joins the live view to its static twin."""
        self._rid = self._rid or secrets.token_hex(4)
        return self._rid

    def point(self) -> list[float]:
        """Where the inputs stand now."""
        return [value._data for value in self.inputs.values()]

    def move(self, point: Sequence[float]) -> bool:
        """Go to another point, writing `data` and `grad` of all Values of the run; whether its code ran again.

        The tape is replayed where it can know the result, else the code is run again, and where that raises everything
        stays as it was. Raises ValueError with the reason when the point cannot be reached.
        """
        if self._run.mode == "still":
            raise ValueError(self._run.frozen)
        if self._run.replays and self._replayed(point):
            return False
        self._adopt(self._rerun(point))
        return True

    def drifted(self) -> bool:
        """Whether code outside has given another number to a leaf of the graph, or another picture has moved one."""
        leaves = zip(self.graph.nodes, self._run.values, strict=True)
        return any(not node.operands and not same(node.data, value._data) for node, value in leaves)

    def catch_up(self) -> None:
        """Take over the numbers that the leaves have now, and compute everything from them.

        Raises ValueError with the reason when only the code could do it and must not.
        """
        point = self.point()
        if self._run.mode == "still":
            raise ValueError(self._run.frozen)
        if self._run.replays:
            self._adopt(replace(self._run, graph=_with_leaves_of(self.graph, self._run.values)))
            if self._replayed(point):
                return
        if self._run.mode == "click":
            raise ValueError(self._run.why)
        self._adopt(self._rerun(point))

    def settle(self) -> None:
        """Assign the gradients again, after another picture that shares Values has assigned its own."""
        self.frame()

    def _replayed(self, point: Sequence[float]) -> bool:
        frame = self.tape(point)
        if flipped(self.graph, frame.values):
            return False
        write_back(self.graph, self._run.values, frame)
        self._run = replace(self._run, graph=_with_leaves_of(self.graph, self._run.values))
        return True

    def _rerun(self, point: Sequence[float]) -> Run:
        if self._run.again is None:
            raise ValueError("This point is on another path of the code, and there is no code to run again.")
        run = self._run.again(point)
        if run.error is not None:
            raise ValueError(_sentence(run.error, run.stopped))
        return run

    def _adopt(self, run: Run) -> None:
        self._run = run
        for cached in ("tape", "view"):
            self.__dict__.pop(cached, None)

    def set(self, **inputs: float) -> None:
        """Move inputs by name, and the live view with them; an input of a list goes by `set(**{"w[0]": 1.0})`."""
        unknown = [name for name in inputs if name not in self.inputs]
        if unknown:
            raise ValueError(f"{unknown[0]} is no input; the inputs are {', '.join(self.inputs)}")
        point = [inputs.get(name, value._data) for name, value in self.inputs.items()]
        self.widget.go(point)

    def link(self, name: str, control: Any) -> Link:
        """Join an ipywidgets control to an input; `unlink()` of what is returned parts them."""
        from .live.link import Link

        return Link(self, name, control)

    def frame(self) -> Frame | None:
        """Every value, gradient and contribution now; None when the code raised before the output was reached."""
        return None if self._run.stopped else frame_of(self.graph, self._run.values)

    def explain(self, wrt: Asked | None = None) -> Derivation:
        """The chain rule of a node where the inputs stand now: see `microgradext.explain`.

        Raises ValueError when the code raised before the output was reached, and for a name that is not known.
        """
        from ..explain.chain_rule.deriving import derivation

        frame = self.frame()
        if frame is None:
            raise ValueError("the output was not reached, so there are no gradients to explain")
        return derivation(self.graph, frame, self._run.values, wrt)

    def explain_with(self, names: Sequence[str]) -> None:
        """Show the chain rule of these nodes under the picture, too; ValueError for a name that is not known."""
        self.explain(names)
        self._explained = names

    @property
    def explained(self) -> Derivation | None:
        """What stands under the picture, where the inputs stand now."""
        return self.explain(self._explained) if self._explained else None

    def draw_dot(self, rankdir: str = "LR") -> graphviz.Digraph:
        """The graph as micrograd draws it."""
        from ..explain.picture.dot import draw_dot

        return draw_dot(self.value, rankdir=rankdir)

    @property
    def latex(self) -> str:
        """The computation as LaTeX."""
        from ..explain.words.latex import formula

        return formula(self.graph)

    def html(self, *, picture: bool = True) -> str:
        """The static picture and the table of values, as a notebook keeps them."""
        return static_html(
            self.view,
            self.graph,
            self.frame(),
            rid=self.rid,
            title=self.title,
            notes=self.notes,
            picture_too=picture,
        )

    def tex(self) -> str:
        """The formula and the static picture as LaTeX, as a notebook keeps them for paper."""
        return static_latex(self.view, self.graph, self.frame())

    def save(self, path: str | PathLike[str]) -> None:
        """Write the result, as it is now, to a file; the suffix says what.

        The picture as .svg or .png (needs the extra `png`), the formula as .tex, the inputs as .py, the values as .csv.
        Raises ValueError for another suffix, ImportError without what a .png needs, and OSError where `path` cannot be
        written; what was there before is then left as it was.
        """
        from .save.save import save

        save(self, path)

    def __repr__(self) -> str:
        return static_text(self.view, self.graph, self.frame(), title=self.title, notes=self.notes)

    def _ipython_display_(self) -> None:
        from .showing import show

        show(self)


def _with_leaves_of(graph: Graph, values: Sequence[Value]) -> Graph:
    """`graph` with the numbers that its leaves have now."""
    pairs = zip(graph.nodes, values, strict=True)
    nodes = [
        node if node.operands or same(node.data, value._data) else replace(node, data=value._data)
        for node, value in pairs
    ]
    return replace(graph, nodes=tuple(nodes))


def same(one: float, other: float) -> bool:
    """Whether two numbers are equal, nan included."""
    return one == other or (one != one and other != other)


def _sentence(error: BaseException, stopped: str) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted."
    return f"{stopped or 'Stopped'}: {type(error).__name__}: {error}"
