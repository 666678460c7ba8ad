"""export_html: a result or a notebook as one HTML file in which its pictures are live."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .export.pages import of_notebook, of_still, write
from .result import GradResult

if TYPE_CHECKING:
    from nbformat import NotebookNode


def export_html(
    target: GradResult | NotebookNode | str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    fragment: bool = False,
    execute: bool = False,
) -> Path:
    """Write a page in which the sliders work without a kernel, and return its path.

    `target` is a result or a notebook, given as a file or as what nbformat reads. A notebook is taken as it was saved,
    or with `execute` run from top to bottom first; its file is left as it is. With `fragment` a result becomes HTML to
    paste into a page instead of a page of its own. The file is written whole or not at all. Raises ValueError with the
    reason when there is nothing to export or `path` is for another kind of file, OSError when it cannot be written.

    >>> from microgradext import export_html, grad
    >>> result = grad("a = -2.0; b = 3.0; f = a * b + b")
    >>> export_html(result, "f.html")  # doctest: +SKIP
    PosixPath('f.html')
    """
    _check(Path(path), fragment)
    if isinstance(target, GradResult):
        return write(of_still(target.still, target.message(1), fragment=fragment), path)
    if fragment:
        raise ValueError("a fragment is made of a single result: name it with `%%grad -o NAME`, and export that")
    return write(of_notebook(target, execute), path)


def _check(path: Path, fragment: bool) -> None:
    if not fragment and path.suffix.lower() not in ("", ".html", ".htm"):
        better = path.with_suffix(".html").name
        raise ValueError(f"{path.name!r} is not the name of a page: write {better!r}; result.save writes other files")
