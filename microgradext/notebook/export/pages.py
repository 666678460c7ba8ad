"""Pages: a picture or a notebook as one live HTML file, with no kernel and no network."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..static import Still, static_html
from ..wire.messages import GraphMessage
from ..wire.saved import saved
from . import shell
from .write_file import write_whole

if TYPE_CHECKING:
    from nbformat import NotebookNode

NEEDS_NBCONVERT = (
    "exporting a notebook needs nbconvert, which is not installed: pip install 'microgradext[export]'. "
    "A single result is exported without it."
)


@dataclass(frozen=True)
class Exported:
    """The text of a file, and how many live pictures are in it."""

    html: str
    pictures: int


def of_still(still: Still, message: GraphMessage, *, fragment: bool = False) -> Exported:
    """A page with one picture, or a fragment for one; `message` is its graph as a page reads it."""
    picture = static_html(still) + shell.live(saved(message)["graph"])
    if fragment:
        return Exported(shell.fragment(picture), 1)
    title, code, formula = message["title"], message["listing"], message["formula"]
    return Exported(shell.document(shell.article(picture, title=title, code=code, formula=formula), title=title), 1)


def of_notebook(notebook: NotebookNode | str | os.PathLike[str], execute: bool = False) -> Exported:
    """A page that shows a notebook."""
    try:
        from .exporter import LiveExporter
    except ImportError:
        raise ValueError(NEEDS_NBCONVERT) from None
    is_file = isinstance(notebook, str | os.PathLike)
    read: Any = _read(Path(notebook)) if is_file else notebook
    place = {"name": Path(notebook).stem, "path": str(Path(notebook).parent)} if is_file else {}
    exporter: type[Any] = LiveExporter
    from nbformat import ValidationError

    ready = _executed(read, place) if execute else read
    try:
        html, resources = exporter().from_notebook_node(ready, {"metadata": place})
    except ValidationError as error:
        where = notebook if is_file else "it"
        raise ValueError(f"{where} is not a valid notebook: {error.message} in {error.ref or 'it'}") from None
    return Exported(html, resources["live_pictures"])


def write(exported: Exported, path: str | os.PathLike[str]) -> Path:
    """Write the whole file, or nothing."""
    path = Path(path)
    # A lone surrogate, which JSON may contain, is no reason to lose the page.
    write_whole(path, exported.html.encode("utf-8", "replace"))
    return path


def _read(file: Path) -> Any:
    import nbformat

    try:
        read = nbformat.read(file, as_version=4)
    except (AttributeError, KeyError, TypeError, ValueError, nbformat.ValidationError):
        read = None
    if read is None or "cells" not in read:
        raise ValueError(f"{file} is not a notebook")
    return read


def _executed(notebook: Any, place: dict[str, str]) -> Any:
    """The notebook with its outputs from a fresh run."""
    from copy import deepcopy

    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    ran = deepcopy(notebook)
    try:
        NotebookClient(ran, resources={"metadata": place}).execute()
    except CellExecutionError as error:
        raise ValueError(f"the notebook stopped with {error.ename}: {error.evalue}") from None
    except NoSuchKernel as error:
        raise ValueError(f"the notebook asks for the kernel {error.name}, which is not installed") from None
    except (AssertionError, DeadKernelError):  # nbclient turns an interrupt into the first
        raise ValueError("the kernel ended before the notebook did") from None
    return ran
