"""Tab behind `%%grad` and `%grad`: options, their values, and names of the notebook."""

from __future__ import annotations

import keyword
from typing import Any, get_args

from IPython.core.interactiveshell import InteractiveShell

from .options import KNOWN, TAKES_VALUE
from .result import ViewName

COMMANDS = ("%%grad", "%grad")
VALUES = {"--view": get_args(ViewName), "--rankdir": ("LR", "TB")}


def load(shell: InteractiveShell) -> None:
    """Complete the lines of our magics in `shell`."""
    for command in COMMANDS:
        shell.set_hook("complete_command", _complete, str_key=command)


def unload(shell: InteractiveShell) -> None:
    """Stop completing; IPython has no call for it, so the entries are taken out."""
    hooks: Any = getattr(shell, "strdispatchers", {}).get("complete_command")
    for command in COMMANDS:
        getattr(hooks, "strs", {}).pop(command, None)


def _complete(shell: InteractiveShell, event: Any) -> list[str]:
    words = event.line.split()
    previous = words[-1] if event.line.endswith(" ") else words[-2] if len(words) > 1 else ""
    if previous in VALUES:
        return list(VALUES[previous])
    names = [name for name in shell.user_ns if not name.startswith("_") and not keyword.iskeyword(name)]
    return names if previous in TAKES_VALUE else [*KNOWN, *names]
