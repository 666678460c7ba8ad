"""The live views that are open: kept in step with the cells that run."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:
    from .widget import LiveGraph

_open: weakref.WeakSet[LiveGraph] = weakref.WeakSet()


def opened(view: LiveGraph) -> None:
    """Count `view` in."""
    _open.add(view)


def load(shell: InteractiveShell) -> None:
    """Do what a page asked before a cell of `shell` runs, and show what a cell did to inputs after it."""
    shell.events.register("pre_run_cell", _catch_up)
    shell.events.register("post_run_cell", _follow)


def unload(shell: InteractiveShell) -> None:
    """Stop watching."""
    shell.events.unregister("pre_run_cell", _catch_up)
    shell.events.unregister("post_run_cell", _follow)


def _catch_up(info: object) -> None:
    for view in list(_open):
        view.apply()


def _follow(result: object) -> None:
    for view in list(_open):
        view.follow()
