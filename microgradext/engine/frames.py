"""Frames: whether the code that runs is the user's or a library's."""

from __future__ import annotations

import linecache
import os
import sys
from itertools import islice
from opcode import opmap
from types import FrameType
from typing import Literal

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


def asks_for_float() -> Literal["", "data", "text"]:
    """Why the code two frames up wants a float: for text (`'%.2f' % x`), as data (`float(x)`), or for who knows what.

    Compiled code that wants one would compute on with it unseen.
    """
    frame = sys._getframe(2)
    code, offset = frame.f_code, frame.f_lasti
    if code.co_code[offset] == opmap["BINARY_OP"] and code.co_code[offset + 1] in REMAINDERS:
        return "text"
    line, end_line, column, end_column = next(islice(code.co_positions(), offset // 2, None))
    if line is None or line != end_line:
        return ""
    text = linecache.getline(code.co_filename, line).encode()[column:end_column]
    return "data" if text.startswith(b"float(") else ""
