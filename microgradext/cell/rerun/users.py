"""Users: what is the user's own, rather than of Python, of an installed package or of this one."""

from __future__ import annotations

import builtins
import os
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

HEAP = 1 << 9
"""The flag of a class that a `class` statement has made."""

PACKAGE = Path(__file__).parents[2]

INSTALLED = [sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]

LIBRARIES = tuple(f"{folder}{os.sep}" for folder in (str(PACKAGE), *INSTALLED))

OURS = frozenset({"microgradext.optim"})
"""Modules of this package whose objects collect something from step to step, as the user's own would."""


@lru_cache(maxsize=1000)
def is_users_file(file: str) -> bool:
    """Whether the code of `file` is the user's own.

    >>> is_users_file('<cell 12ab>'), is_users_file(os.__file__)
    (True, False)
    """
    if file.startswith("<"):
        return not file.startswith(("<frozen ", "<__"))
    return not file.startswith(LIBRARIES) and not {"site-packages", "dist-packages"} & set(Path(file).parts)


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
