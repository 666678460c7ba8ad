"""What a result can be written to, chosen by the suffix: pictures, formula, point, values, a page that lives."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...explain.picture.picture import picture
from ..export.write_file import write_whole
from .assignments import assignments
from .sheet import sheet

if TYPE_CHECKING:
    from ..result import GradResult

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
    write_whole(target, write(result))


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


def _html(result: GradResult) -> bytes:
    from ..export.pages import of_result

    return of_result(result).html.encode()


WRITERS: Mapping[str, Callable[[GradResult], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".tex": _tex,
    ".py": _py,
    ".csv": _csv,
    ".html": _html,
}
