"""What a result can be written to: pictures, formula, point and values, chosen by the suffix of the path."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..explain.assignments import assignments
from ..explain.picture import picture
from ..explain.sheet import sheet

if TYPE_CHECKING:
    from .result import GradResult

SCALE = 2  # pixels of a PNG for each one of the picture
NEEDS_RASTERISER = (
    "a PNG needs the package resvg-py: install it with `pip install 'microgradext[png]'`, or save a .svg instead"
)


def save(result: GradResult, path: str | os.PathLike[str]) -> None:
    """Write `result`, as it is now, to `path`; what was there before is replaced at once or not at all.

    Raises ValueError for a suffix that cannot be written, ImportError where a PNG lacks its package, and OSError with
    the path where it cannot be written.
    """
    target = Path(path).expanduser()
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        raise ValueError(f"{str(path)!r}: a result can be saved as {', '.join(WRITERS)}")
    _replace(target, write(result))


def _svg(result: GradResult) -> bytes:
    return picture(result.view, result.graph, result.frame(), theme="light").encode()


def _png(result: GradResult) -> bytes:
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ImportError(NEEDS_RASTERISER) from None
    return bytes(svg_to_bytes(svg_string=_svg(result).decode(), zoom=SCALE))


def _tex(result: GradResult) -> bytes:
    return f"\\[\n{result.latex}\n\\]\n".encode()


def _py(result: GradResult) -> bytes:
    return assignments(dict(zip(result.inputs, result.point(), strict=True))).encode()


def _csv(result: GradResult) -> bytes:
    return sheet(result.view, result.graph, result.frame()).encode()


WRITERS: Mapping[str, Callable[[GradResult], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".tex": _tex,
    ".py": _py,
    ".csv": _csv,
}


def _replace(target: Path, content: bytes) -> None:
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "it is read-only")
        _rename_onto(target, content)
    except OSError as error:
        raise type(error)(error.errno, f"cannot save to {target}: {error.strerror}") from None


def _rename_onto(target: Path, content: bytes) -> None:
    """Write beside the target, then rename: an interrupted save leaves what was there."""
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, _mode(target))
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of what is replaced, or those that a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
