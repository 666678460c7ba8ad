"""Frames: whether the code that runs is the user's, what people call its file, and what it asks of a number."""

from __future__ import annotations

import io
import linecache
import os
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from opcode import opmap
from pathlib import Path, PurePath
from types import CodeType, FrameType
from typing import Literal

PACKAGE = Path(__file__).parents[1]

THROUGH = frozenset({"abc", "functools", "numbers"})
"""Modules that ask on behalf of their caller, as `numbers.Real` does in `isinstance(x, numbers.Real)`."""

Namer = Callable[[str], str]
"""The name of a cell, from the file that stands for it in tracebacks; empty for any other file."""

NAMERS: list[Namer] = []
"""What notebooks know about the names of their cells."""

DESCRIBE = frozenset({"asyncio.base_futures", "asyncio.base_tasks", "asyncio.format_helpers", "enum"})
"""Modules that describe what they were given for an error or a log, as `asyncio.run` does on its way."""

WALKS = frozenset({"_prev", "_children"})
"""The attributes by which the user's own code, such as micrograd's `build_topo`, walks a graph."""

REMAINDERS = frozenset({6, 19})
"""What tells `%` and `%=` from other operators in bytecode."""


@lru_cache(maxsize=1000)
def is_users_file(file: str) -> bool:
    """Whether the code of `file` is the user's own: not of Python, of an installed package or of this one.

    >>> is_users_file('<cell 12ab>'), is_users_file(os.__file__)
    (True, False)
    """
    if file.endswith(".pyx"):  # of a compiled package: tracebacks have it without its folder
        return False
    if file.startswith("<"):
        return not file.startswith(("<frozen ", "<__", "<attrs generated "))
    return not file.startswith(_libraries()) and not {"site-packages", "dist-packages"} & set(Path(file).parts)


@lru_cache(maxsize=1)
def _libraries() -> tuple[str, ...]:
    import sysconfig  # takes a millisecond, and most programs never ask

    paths = sysconfig.get_paths()
    installed = [os.path.dirname(os.__file__), *(paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib"))]
    return tuple(f"{folder}{os.sep}" for folder in (str(PACKAGE), *installed))


def called(file: str) -> str:
    """A cell by the name that people know, any other file by its last part.

    >>> called('/home/me/engine.py'), called('<ipython-input-3-0a12bc>')
    ('engine.py', 'Cell In[3]')
    """
    for name in filter(None, (namer(file) for namer in NAMERS)):
        return name
    shell = re.match(r"<ipython-input-(\d+)-", file)  # has the cell's number, which a kernel's temporary file has not
    return f"Cell In[{shell[1]}]" if shell else PurePath(file).name


def users_frame(frame: FrameType) -> FrameType:
    """The innermost frame from `frame` outwards with code that the user wrote; the outermost one if there is none."""
    while not _is_written(frame) and frame.f_back is not None:
        frame = frame.f_back
    return frame


def _is_generated(frame: FrameType) -> bool:
    """Whether a dataclass has written the code, the `__repr__` that it calls."""
    behind = frame.f_back.f_globals.get("__name__") if frame.f_back is not None else ""
    return frame.f_code.co_filename == "<string>" and behind in ("dataclasses", "reprlib")


def text_stays(frame: FrameType) -> bool:
    """Whether text that is made here is written into memory: standard output is redirected, or a log is kept there."""
    if _is_memory(sys.stdout):
        return True
    inner: FrameType | None = frame
    while inner is not None and not is_users_file(inner.f_code.co_filename):
        if inner.f_code.co_name == "emit" and inner.f_globals.get("__name__") == "logging":
            return _is_memory(getattr(inner.f_locals.get("self"), "stream", None))
        inner = inner.f_back
    return False


def _is_memory(stream: object) -> bool:
    """Whether what is written to a stream can be read again: it is in memory, or the user's own class takes it."""
    code = getattr(getattr(type(stream), "write", None), "__code__", None)
    return isinstance(stream, io.StringIO) or (code is not None and is_users_file(code.co_filename))


def _is_written(frame: FrameType) -> bool:
    """Whether the user wrote the code, and no decorator such as `dataclass` did."""
    return is_users_file(frame.f_code.co_filename) and not _is_generated(frame)


def only_described(frame: FrameType | None) -> bool:
    """Whether code from `frame` outwards, up to the user's, describes something for an error or a log."""
    while frame is not None and not _is_written(frame):
        if frame.f_globals.get("__name__") in DESCRIBE:
            return True
        frame = frame.f_back
    return False


def user_asks() -> bool:
    """Whether the user's own code asks what a Value is, or NumPy's `isscalar` does.

    Libraries that look closer (to copy, pickle or display something) must be told the truth.
    """
    frame = sys._getframe(2)
    while frame.f_globals.get("__name__") in THROUGH and frame.f_back is not None:
        frame = frame.f_back
    return is_users_file(frame.f_code.co_filename) or frame.f_code.co_name == "isscalar"


def number_hashes() -> bool:
    """Whether code hashes what it takes for a number: not this package, nor code that walks graphs by `_prev`."""
    frame = sys._getframe(2)
    ours = frame.f_globals.get("__name__", "").partition(".")[0] == PACKAGE.name
    return not ours and not WALKS & set(frame.f_code.co_names)


def asks_for_float() -> Literal["", "data", "text"]:
    """Why the code two frames up wants a float: for text (`'%.2f' % x`), as data (`float(x)`), or for who knows what.

    Compiled code that wants one would compute on with it unseen.
    """
    frame = sys._getframe(2)
    code, offset = frame.f_code, frame.f_lasti
    if code.co_code[offset] == opmap["BINARY_OP"] and code.co_code[offset + 1] in REMAINDERS:
        return "text"
    return "data" if source_at(code, offset).startswith("float(") else ""


def source_at(code: CodeType, offset: int) -> str:
    """The source of an instruction; empty where it is not known or longer than a line."""
    line, end_line, column, end_column = next(islice(code.co_positions(), offset // 2, None))
    if line is None or line != end_line:
        return ""
    return linecache.getline(code.co_filename, line).encode()[column:end_column].decode(errors="replace")
