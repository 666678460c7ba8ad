"""Frames: whether the code that runs is the user's or a library's."""

from __future__ import annotations

import os
import sys
from opcode import opmap
from types import FrameType

LIBRARIES = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(__file__)), "<frozen ")
PACKAGES = ("site-packages", "dist-packages")
THROUGH = frozenset({"abc", "functools", "numbers"})
"""Modules that ask on behalf of their caller, as `numbers.Real` does in `isinstance(x, numbers.Real)`."""

REMAINDERS = frozenset({6, 19})
"""What tells `%` and `%=` from other operators in bytecode."""

_known: dict[str, bool] = {}


def is_users(frame: FrameType) -> bool:
    """Whether the code of `frame` is neither Python's own nor that of an installed package."""
    file = frame.f_code.co_filename
    known = _known.get(file)
    if known is None:
        known = _known[file] = not (file.startswith(LIBRARIES) or any(name in file for name in PACKAGES))
    return known


def users_frame(frame: FrameType) -> FrameType:
    """The innermost frame from `frame` outwards with code of the user's; the outermost one if there is none."""
    while not is_users(frame) and frame.f_back is not None:
        frame = frame.f_back
    return frame


def user_asks() -> bool:
    """Whether the user's own code asks what a Value is, or NumPy's `isscalar` does.

    Libraries that look closer (to copy, pickle or display something) must be told the truth.
    """
    frame = sys._getframe(2)
    while frame.f_globals.get("__name__") in THROUGH and frame.f_back is not None:
        frame = frame.f_back
    return is_users(frame) or frame.f_code.co_name == "isscalar"


def formats() -> bool:
    """Whether the code two frames up is at a `%`, as in `'%.2f' % x`, which asks for a float to write it."""
    frame = sys._getframe(2)
    code = frame.f_code.co_code
    return code[frame.f_lasti] == opmap["BINARY_OP"] and code[frame.f_lasti + 1] in REMAINDERS
