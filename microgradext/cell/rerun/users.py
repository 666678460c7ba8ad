"""Users: which modules and classes are the user's own."""

from __future__ import annotations

import builtins
import sys

from ...engine.frames import is_users_file

HEAP = 1 << 9
"""The flag of a class that a `class` statement has made."""

OURS = frozenset({"microgradext.optim"})
"""Modules of this package whose objects collect something from step to step, as the user's own would."""


def is_users_module(name: str) -> bool:
    """Whether a module, by name, was imported from a file of the user's own."""
    file = getattr(sys.modules.get(name), "__file__", None)
    return isinstance(file, str) and is_users_file(file)


def is_users_class(kind: type, home: str) -> bool:
    """Whether the user wrote a class: in the namespace called `home`, or in a module of their own."""
    module: object = kind.__module__
    if not isinstance(module, str) or not kind.__flags__ & HEAP:
        return False
    if module == "builtins":  # of a namespace without a name, if not Python's own
        return vars(builtins).get(kind.__name__) is not kind
    return module == home or module in OURS or is_users_module(module)
