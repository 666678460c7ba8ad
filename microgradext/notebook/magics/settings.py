"""What `%config Grad` sets: how results are shown if the line of a magic does not say so."""

from __future__ import annotations

from typing import Any, cast, get_args

import traitlets
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Configurable

from ..showing import ViewName


class Grad(Configurable):
    """Defaults of `%%grad` and `%grad`."""

    view = traitlets.Enum(get_args(ViewName), "live", help="live, dot, table, latex or none").tag(config=True)
    rankdir = traitlets.Enum(("LR", "TB"), "LR", help="direction of view dot").tag(config=True)


def load(shell: InteractiveShell) -> Grad:
    """The settings of `shell`, listed by `%config`."""
    made: Any = Grad(parent=shell)
    shell.configurables.append(made)
    return cast(Grad, made)


def unload(shell: InteractiveShell) -> None:
    """Remove them."""
    shell.configurables[:] = [thing for thing in shell.configurables if not isinstance(thing, Grad)]
