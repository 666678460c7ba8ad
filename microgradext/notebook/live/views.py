"""The open live views: kept in step with the cells that run, and closed when their own cell runs again."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from IPython.core.interactiveshell import InteractiveShell


class OpenView(Protocol):
    """What is kept in step: a live view."""

    @property
    def panels(self) -> Sequence[str]:
        """The panels that are open."""

    @property
    def groups(self) -> Sequence[str]:
        """The groups of inputs that are open."""

    @property
    def sliders(self) -> Sequence[str]:
        """The inputs in groups that have sliders."""

    @property
    def folds(self) -> Mapping[str, Any]:
        """What the user has opened and closed in the picture."""

    @property
    def comm(self) -> object:
        """The channel to its page; None when the view is closed."""

    def apply(self) -> None:
        """Do what the page last asked for."""

    def follow(self, *, gradients: bool) -> bool:
        """Show where the leaves are now; return whether one had moved."""

    def arrange(self, groups: Sequence[str], sliders: Sequence[str], folds: Mapping[str, Any]) -> None:
        """Open groups of inputs, with sliders for those of these inputs that there are, and folds of the picture."""

    def close(self) -> None:
        """Close the view."""


_open: weakref.WeakSet[OpenView] = weakref.WeakSet()
_of_cell: dict[str, tuple[str, list[OpenView]]] = {}
"""By cell id: the request that last ran the cell, and the views that the cell opened then."""
_asked: dict[str, tuple[str, ...]] = {}
"""By cell id: the panels that the cell's line asked for when it last ran."""
_panels: dict[str, tuple[str, ...]] = {}
"""By cell id: the panels that were open when the cell was run again."""
_open_then: dict[str, tuple[Sequence[str], Sequence[str], Mapping[str, Any]]] = {}
"""By cell id: the groups of inputs that were open then, the inputs in groups that had sliders, and the folds."""


def opened(view: OpenView) -> None:
    """Register `view` as opened by the running cell."""
    _open.add(view)
    cell, request = _running()
    if cell:
        earlier, views = _of_cell.get(cell, ("", []))
        _of_cell[cell] = (request, [*views, view] if earlier == request else [view])
    if cell in _open_then:
        view.arrange(*_open_then[cell])


def close_earlier() -> None:
    """Close what an earlier run of the running cell opened."""
    cell, request = _running()
    earlier, views = _of_cell.get(cell, (request, []))
    if earlier != request:
        del _of_cell[cell]
        _panels[cell] = tuple(views[-1].panels)
        _open_then[cell] = views[-1].groups, views[-1].sliders, views[-1].folds
        for view in views:
            view.close()


def panels_for(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The panels to open: those that were open after the cell's last run, unless its line now asks for others."""
    cell, _ = _running()
    before, _asked[cell] = _asked.get(cell), asked
    return _panels.get(cell, asked) if asked == before else asked


def load(shell: InteractiveShell) -> None:
    """Before a cell of `shell` runs, do what pages asked for; after it, show what it did to inputs."""
    shell.events.register("pre_run_cell", _catch_up)
    shell.events.register("post_run_cell", _follow)


def unload(shell: InteractiveShell) -> None:
    """Stop watching."""
    shell.events.unregister("pre_run_cell", _catch_up)
    shell.events.unregister("post_run_cell", _follow)


def _catch_up(info: object) -> None:
    for view in list(_open):
        view.apply()


def follow_all(but: OpenView | None = None, *, gradients: bool) -> bool:
    """Let every view except `but` show where its leaves are now; return whether one had to move.

    `gradients` says whether Values get theirs too.
    """
    moved = [view.follow(gradients=gradients) for view in list(_open) if view is not but and view.comm is not None]
    return any(moved)


def _follow(result: object) -> None:
    follow_all(gradients=False)


def _running() -> tuple[str, str]:
    """The id of the running cell, if the front end sends it, and the id of the request."""
    from IPython.core.getipython import get_ipython

    parent = request(get_ipython())
    return str(parent.get("metadata", {}).get("cellId", "")), str(parent.get("header", {}).get("msg_id", ""))


def request(shell: Any) -> Mapping[str, Any]:
    """The request that `shell` is running; empty in a terminal, and where a front end does not tell."""
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return {}
    for teller in (shell, kernel):  # JupyterLite's shell knows nothing of it, its kernel does
        ask = getattr(teller, "get_parent", None)
        told = ask() if callable(ask) else getattr(teller, "parent_header", None)
        if isinstance(told, Mapping) and told:
            return told
    return {}
