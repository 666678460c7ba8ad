"""The live view: an anywidget whose page replays the graph on its own and tells the kernel where it is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import anywidget
import ipywidgets
import traitlets

from ...cell.moving import MovingRun
from ...cell.problem import nearest
from .. import front_end
from ..wire import packed
from ..wire.fields import BOX_KINDS
from ..wire.messages import Answered, GraphMessage
from ..wire.protocol import numbers, read_point, read_seq
from ..wire.saved import not_kept
from . import shared, views
from .attended import attended, is_home
from .folds import checked as checked_folds
from .panels import checked

WANTS_FRONT_END: Final = {"kind": "front end"}
"""The stub's question, and the first words of the answer (js/stub.ts)."""
WANTS_GRAPH: Final = {"kind": "graph"}
"""The same of a graph that comes apart (js/wire/exchange.ts)."""


def _wired(message: Any, view: LiveGraph) -> object:
    return view.wired(message) if message else message  # empty before there is a graph


class LiveGraph(anywidget.AnyWidget):
    """The picture of one run, with a slider for each input.

    `message` gives the graph of a revision as the page reads it. The page writes only `asked`, the kernel only `graph`
    and `answered`.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    front_end = traitlets.Instance(ipywidgets.Widget, allow_none=True).tag(sync=True, **ipywidgets.widget_serialization)
    """Where the stub finds the front end; None where the view brings all of it along."""
    front = traitlets.Unicode().tag(sync=True)
    """The name of that front end."""
    graph = traitlets.Dict().tag(sync=True, to_json=_wired)
    """The message as it is; what crosses the wire may be a parcel with it."""
    asked = traitlets.Dict().tag(sync=True, echo_update=False)
    answered = traitlets.Dict().tag(sync=True)
    panels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """The open panels, by name; both page and kernel write this trait and the next five."""
    selected = traitlets.Unicode().tag(sync=True)
    """The name or source of the node whose chain rule is written out; empty for none."""
    pinned = traitlets.Dict().tag(sync=True)
    """The point to which differences are shown, inputs by name; empty for none."""
    groups = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """The groups of inputs that are open, by the titles that the page shows (js/inputs/grouping.ts)."""
    sliders = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """The inputs in groups that have a slider, by name, in the order in which they got it."""

    folds = traitlets.Dict().tag(sync=True)
    """What of the picture is open or fills it, by the names that the page gives (js/folds/classes.ts): see folds.py."""

    def __init__(self, moving: MovingRun, message: Callable[[int], GraphMessage]) -> None:
        self._lock = threading.Lock()
        self._newest: Any = None
        self._seq = -1  # of the last request that was answered
        self._revision = self._since = 1  # of the graph, and of the inputs that it has now
        self._moving, self._message = moving, message
        self._parcel: packed.Parcel | None = None  # with the last message that crossed the wire
        self._point, self._followed = moving.point(), moving.followed
        self._home, self._loop = threading.current_thread(), _running_loop()
        graph = message(self._revision)
        super().__init__(graph=dict(graph), panels=graph["panels"], **_front())
        self.on_msg(self._hear)
        self._send_apart()

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Any:
        """The traits with their defaults, which `embed_minimal_html` would leave out: anywidget's page knows none."""
        return super().get_state(key)

    def wired(self, message: GraphMessage) -> object:
        """The message as it crosses the wire: a large one as a parcel, whose content may come apart."""
        if self._parcel is None or self._parcel.message is not message:
            self._parcel = packed.parcel(message, not_kept(self._moving.graph) if shared.can_share() else "")
        return self._parcel.wired

    def _send_apart(self) -> None:
        """Send a graph that must not be in a trait, for those would be stored with the notebook."""
        self.wired(self.graph)  # type: ignore[arg-type]  # a Dict to traitlets
        if self._parcel and self._parcel.apart:
            self.send({**WANTS_GRAPH, "revision": self._revision}, [self._parcel.content])

    def arrange(self, groups: Sequence[str], sliders: Sequence[str], folds: Mapping[str, Any]) -> None:
        """Open groups of inputs, with sliders for those of these inputs that there are, and what was open in the graph.

        What is not there any more is not shown.
        """
        known = {each["name"] for each in self.graph["inputs"]}
        self.groups, self.sliders = list(groups), [name for name in sliders if name in known]
        self.folds = dict(folds)

    def close(self) -> None:
        """Close the view and its layout, which ipywidgets would keep."""
        layout = self.layout
        super().close()
        layout.close()

    @traitlets.validate("panels")
    def _check_panels(self, proposal: Any) -> list[str]:
        try:
            return list(checked(proposal["value"]))
        except ValueError as problem:
            raise traitlets.TraitError(str(problem)) from None

    @traitlets.validate("selected")
    def _check_selected(self, proposal: Any) -> str:
        name, boxes, undrawn = str(proposal["value"]), self.graph["boxes"], self.graph["undrawn"]
        drawn = zip(boxes["kind"], boxes["label"], boxes["source"], strict=True)
        words = [(label, source) for kind, label, source in drawn if BOX_KINDS[kind] != "constant"]
        folded = (undrawn["name"], undrawn["source"]) if self.graph["regions"]["parent"] else ()
        known = {"", *(word for each in (*words, *folded) for word in each)}
        if name not in known:
            raise traitlets.TraitError(f"No node of the picture is called {name}.{nearest(name, known)}")
        return name

    @traitlets.validate("folds")
    def _check_folds(self, proposal: Any) -> dict[str, Any]:
        try:
            return checked_folds(proposal["value"])
        except ValueError as problem:
            raise traitlets.TraitError(str(problem)) from None

    @traitlets.validate("pinned")
    def _check_pinned(self, proposal: Any) -> dict[str, float]:
        known = [each["name"] for each in self.graph["inputs"]]
        for name, x in proposal["value"].items():
            if name not in known:
                raise traitlets.TraitError(f"{name} is not an input to pin; the inputs are {', '.join(known)}.")
            if isinstance(x, bool) or not isinstance(x, (int, float)):
                raise traitlets.TraitError(f"{name} must be pinned at a number, not at {x!r:.40}.")
        return {name: float(x) for name, x in proposal["value"].items()}

    @traitlets.validate("sliders")
    def _check_sliders(self, proposal: Any) -> list[str]:
        known = [each["name"] for each in self.graph["inputs"]]
        for name in set(proposal["value"]).difference(known):
            raise traitlets.TraitError(f"No input is called {name}.{nearest(name, known)}")
        return list(dict.fromkeys(proposal["value"]))

    def _hear(self, widget: object, content: Any, buffers: object) -> None:
        """Answer a stub that did not find the front end, and a page that has not heard a graph which came apart."""
        if content == WANTS_FRONT_END:
            self.send({**WANTS_FRONT_END, **shared.CONTENT})
        elif content == WANTS_GRAPH:
            self._send_apart()

    @traitlets.observe("asked")
    def _store(self, change: Any) -> None:
        # A comm may be handled in a thread of its own while a cell runs: keep the newest, apply it on the cell's own.
        with self._lock:
            self._newest = change["new"]
        if is_home(self._home):
            self.apply()
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self.apply)

    def apply(self) -> None:
        """Do what the page last asked for, if it has not been done and may be done on this thread."""
        if not is_home(self._home):
            return
        with self._lock:
            message, self._newest = self._newest, None
        if not message:
            return
        self._seq = -1  # if it cannot be read
        try:
            self._seq = read_seq(message)
            point = read_point(message, len(self._point), self._since)
        except ValueError as refusal:
            self._answer(str(refusal))
        else:
            self.go(point)

    def follow(self, *, gradients: bool) -> bool:
        """Show where the leaves are if code or another picture has moved them; return whether one had.

        `gradients` says whether to give the Values theirs too: those of code are the code's business.
        """
        if not is_home(self._home):  # marimo has a thread for each session
            return False
        if not self._moving.drifted() and self._moving.followed == self._followed:
            return False
        try:
            with attended(self._home):
                self._moving.catch_up(gradients=gradients)
        except ValueError as problem:
            self._refuse(problem)
            return True
        self._point, self._followed = self._moving.point(), self._moving.followed
        self._show()
        self._answer()
        return True

    def go(self, point: list[float]) -> None:
        """Put the run at `point` and show it."""
        try:
            with attended(self._home):
                anew = self._moving.move(point)
        except ValueError as problem:
            self._refuse(problem, self._moved_by(point))
            return
        self._point, self._followed = self._moving.point(), self._moving.followed
        if anew:
            self._show()
        self._answer()
        if views.follow_all(but=self, gradients=True):
            # The picture being dragged has the last word on gradients that pictures share.
            self._moving.assign_gradients()

    def _refuse(self, problem: ValueError, blamed: int = -1) -> None:
        """Say why there is nothing new to show, and what it takes to move from now on if that has changed."""
        if self._moving.run.mode != self.graph["mode"]:
            self._show()
        self._answer(str(problem), blamed)

    def _show(self) -> None:
        """Send the graph of a new run."""
        self._revision += 1
        before, graph = self.graph["inputs"], self._message(self._revision)
        if [each["name"] for each in before] != [each["name"] for each in graph["inputs"]]:
            self._since = self._revision
        self.graph = dict(graph)
        self._send_apart()

    def _moved_by(self, point: Sequence[float]) -> int:
        """The index of the input that `point` moves, the first if it moves several."""
        pairs = zip(point, self._point, strict=True)
        return next((i for i, (new, old) in enumerate(pairs) if new != old), -1)

    def _answer(self, problem: str = "", blamed: int = -1) -> None:
        self.answered = dict(
            Answered(
                seq=self._seq,
                revision=self._revision,
                point=numbers(self._point),
                problem=problem,
                input=blamed,
            )
        )


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _front() -> dict[str, Any]:
    """The front end as a view brings it along: as a stub, or whole."""
    if not shared.can_share():
        return {"_esm": shared.SCRIPT, "_css": shared.STYLE, "front_end": None}
    # As text: given a path, anywidget would watch the file and keep every view forever to tell it of changes.
    stub = front_end.text(front_end.STUB, "export default {}")
    return {"_esm": stub, "front_end": shared.shared(), "front": shared.NAME}
