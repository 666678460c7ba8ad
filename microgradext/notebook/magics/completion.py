"""Tab completion for `%%grad`, `%grad` and `%gradcheck`: options, their values, and names of the notebook."""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import Any, get_args

from IPython.core.interactiveshell import InteractiveShell

from ...interop.libraries import Library
from ..showing import ViewName
from .options import KNOWN, TAKES_VALUE

VALUES = {"--view": get_args(ViewName), "--rankdir": ("LR", "TB"), "--against": get_args(Library)}
CHECKS = ("--hints", "--against", "-h", "--help")


def load(shell: InteractiveShell) -> None:
    """Complete the lines of our magics in `shell`."""
    for command, complete in COMPLETERS.items():
        shell.set_hook("complete_command", complete, str_key=command)


def unload(shell: InteractiveShell) -> None:
    """Stop completing; IPython has no call for that, so the entries are removed."""
    hooks: Any = getattr(shell, "strdispatchers", {}).get("complete_command")
    for command in COMPLETERS:
        getattr(hooks, "strs", {}).pop(command, None)


def _grad(shell: InteractiveShell, event: Any) -> list[str]:
    previous = _previous(event.line)
    if previous in VALUES:
        return list(VALUES[previous])
    names = _names(shell)
    return names if previous in TAKES_VALUE else [*KNOWN, *names]


def _gradcheck(shell: InteractiveShell, event: Any) -> list[str]:
    previous = _previous(event.line)
    return list(VALUES[previous]) if previous == "--against" else [*CHECKS, *_names(shell)]


COMPLETERS: dict[str, Callable[[InteractiveShell, Any], list[str]]] = {
    "%%grad": _grad,
    "%gradcheck": _gradcheck,
    "%grad": _grad,
}


def _previous(line: str) -> str:
    """The word before the one that is being typed."""
    words = line.split()
    return words[-1] if line.endswith(" ") else words[-2] if len(words) > 1 else ""


def _names(shell: InteractiveShell) -> list[str]:
    return [name for name in shell.user_ns if not name.startswith("_") and not keyword.iskeyword(name)]
