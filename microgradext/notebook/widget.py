"""The live view: an anywidget whose page replays the graph by itself and tells the kernel where it is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .protocol import Answered, GraphMessage, numbers, read_asked

STATIC = Path(__file__).parents[1] / "static"
MISSING = "The live view needs its front end, which is not in this installation: run `make build` in the checkout."


class LiveGraph(anywidget.AnyWidget):
    """The picture of one run, with a slider for each input.

    The page writes `asked` only, the kernel `graph` and `answered` only. `stand` tells where the run's inputs are,
    `move` puts the run at another point.
    """

    _esm = STATIC / "widget.js" if (STATIC / "widget.js").exists() else "export default {}"
    _css = STATIC / "widget.css" if (STATIC / "widget.css").exists() else ""

    graph = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True, echo_update=False)
    answered = traitlets.Dict().tag(sync=True)

    def __init__(
        self, graph: GraphMessage, stand: Callable[[], list[float]], move: Callable[[list[float]], None]
    ) -> None:
        self._lock = threading.Lock()
        self._newest: Any = None
        self._seq = -1  # of the last request that was answered
        self._stand = stand
        self._move = move
        self._point = stand()
        self._loop = _running_loop()
        super().__init__(graph=dict(graph))

    @traitlets.observe("asked")
    def _store(self, change: Any) -> None:
        # A comm may be handled in a thread of its own while a cell runs: keep the newest, apply it on the main thread.
        with self._lock:
            self._newest = change["new"]
        if threading.current_thread() is threading.main_thread():
            self.apply()
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self.apply)

    def apply(self) -> None:
        """Do what the page asked last, if it has not been done."""
        with self._lock:
            message, self._newest = self._newest, None
        if not message:
            return
        try:
            self._seq, point = read_asked(message, len(self._point))
        except ValueError as refusal:
            self._answer(str(refusal))
        else:
            self._go(point)

    def follow(self) -> None:
        """Show where the inputs are, if code has moved them since."""
        point = self._stand()
        if numbers(point) != numbers(self._point):
            self._go(point)

    def _go(self, point: list[float]) -> None:
        problem = ""
        try:
            self._move(point)
            self._point = point
        except ValueError as refusal:
            problem = str(refusal)
        self._answer(problem)

    def _answer(self, problem: str) -> None:
        answer = Answered(seq=self._seq, revision=self.graph["revision"], point=numbers(self._point), problem=problem)
        self.answered = dict(answer)


def available() -> bool:
    """Whether the front end was built."""
    return (STATIC / "widget.js").exists()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
