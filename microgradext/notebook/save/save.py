"""What a result can be saved as, chosen by the suffix: pictures, formula, point, values, a live page."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from ...explain.picture.picture import picture
from ...explain.words.latex import formula
from ..export.write_file import write_whole
from ..static import Still
from .assignments import assignments
from .sheet import sheet

SCALE = 2  # pixels of a PNG for each pixel of the picture
NEEDS_RASTERISER = (
    "a PNG needs the package resvg-py: install it with `pip install 'microgradext[png]'`, or save a .svg instead"
)


def save(still: Still, page: Callable[[], str], path: str | os.PathLike[str]) -> None:
    """Write a result, as it is now, to `path`; what was there before is replaced as a whole or not at all.

    `page` makes the HTML of a live page. Raises ValueError for a suffix that cannot be written, ImportError if a PNG
    lacks its package, and OSError with the path if it cannot be written.
    """
    target = Path(path).expanduser()
    writers: dict[str, Callable[[Still], bytes]] = {**WRITERS, ".html": lambda _: page().encode()}
    write = writers.get(target.suffix.lower())
    if write is None:
        raise ValueError(f"{str(path)!r}: a result can be saved as {', '.join(writers)}")
    write_whole(target, write(still))


def _svg(still: Still) -> bytes:
    return picture(still.view, still.graph, still.frame, theme="light", forms=still.forms).encode()


def _png(still: Still) -> bytes:
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ImportError(NEEDS_RASTERISER) from None
    return bytes(svg_to_bytes(svg_string=_svg(still).decode(), zoom=SCALE))


def _tex(still: Still) -> bytes:
    return f"\\[\n{formula(still.graph)}\n\\]\n".encode()


def _py(still: Still) -> bytes:
    return assignments(still.point).encode()


def _csv(still: Still) -> bytes:
    return sheet(still.view, still.graph, still.frame).encode()


WRITERS: Mapping[str, Callable[[Still], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".tex": _tex,
    ".py": _py,
    ".csv": _csv,
}
