"""The front end as a model of its own, which all live views of a kernel refer to, so that it is sent and stored once.

A host that restores a view restores what it refers to; for one that does not, the view's stub asks the kernel.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from typing import Any, Final

import ipywidgets
import traitlets

from .. import front_end

SCRIPT: Final = front_end.text(front_end.SCRIPT, "export default {}")
STYLE: Final = front_end.text(front_end.STYLE)
CONTENT: Final = {"script": SCRIPT, "style": STYLE, "policy": front_end.policy(SCRIPT)}
"""The front end, and what a page that is saved from a view may do."""
NAME: Final = sha256((SCRIPT + STYLE).encode()).hexdigest()[:16]
"""What tells this front end from others in the same page."""


class FrontEnd(ipywidgets.Widget):  # type: ignore[misc]  # ipywidgets has no types
    """Holds the front end; it has no view."""

    # Empty by default: `dependency_state`, for one, leaves out what has its default.
    script = traitlets.Unicode().tag(sync=True)
    style = traitlets.Unicode().tag(sync=True)
    policy = traitlets.Unicode().tag(sync=True)


_shared: FrontEnd | None = None


def shared() -> FrontEnd:
    """The front end of this kernel; another one if `Widget.close_all()` has closed it."""
    global _shared
    if _shared is None or _shared.comm is None:
        _shared = FrontEnd(**CONTENT)
    return _shared


def can_share() -> bool:
    """Whether views can refer to another model: not in marimo.

    There a model is closed when the cell that made it runs again, and each session has models of its own. The script of
    a view is a file there, which all views share as it is.
    """
    marimo: Any = sys.modules.get("marimo")
    return not (marimo and marimo.running_in_notebook())
