"""The nbconvert exporter: a notebook as one live page, `jupyter nbconvert --to microgradext`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import default
from traitlets.config import Config

from ..wire.saved import MIME, WIDGET_VIEW, read_saved
from . import shell
from .readable import readable

TWIN = "microgradext-static"
FROM_BEFORE = "It was saved by a version of microgradext from before live pages: run the cell again."

# What the page's policy does not stop: elements that leave the page or contact another machine ahead of time.
LEADS_AWAY = re.compile(r"(</?)(?=(?:meta|link|base|form)\b)", re.IGNORECASE)


class Revival(Preprocessor):
    """Replaces each live view, which was lost with its kernel, by what a page needs to bring it back."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook with its outputs revived; `resources["live_pictures"]` is how many there are."""
        nb.metadata.pop("widgets", None)  # their state would only burden a page that cannot show it
        revived = 0
        for cell in nb.cells:
            if cell.get("outputs"):
                cell.outputs = list(revive(cell.outputs))
                for output in cell.outputs:
                    if "data" in output:
                        output.data = NotebookNode(readable(output.data))
                revived += sum(output.get("metadata", {}).get(TWIN) is True for output in cell.outputs)
        return nb, {**resources, "live_pictures": revived}


def revive(outputs: Sequence[NotebookNode]) -> Iterator[NotebookNode]:
    """The outputs of a cell, with each static twin of ours followed by what makes it live, or why it cannot be."""
    twin: Mapping[str, Any] | None = None  # the data of the previous output, if that is a twin
    for output in outputs:
        data = output.get("data", {})
        if twin is not None and WIDGET_VIEW in data:
            if MIME not in twin:
                yield _still(FROM_BEFORE)
            twin = None
            continue
        twin = data if TWIN in str(data.get("text/html", "")) else None
        yield output
        if MIME in data:
            yield _live(data[MIME])


def _live(kept: object) -> NotebookNode:
    try:
        return _html(shell.live(read_saved(kept)), {TWIN: True})
    except ValueError as reason:
        return _still(str(reason))


def _still(reason: str) -> NotebookNode:
    return _html(f'<p class="microgradext-still"><b>Not live</b> {escape(reason)}</p>', {})


def _html(text: str, metadata: dict[str, Any]) -> NotebookNode:
    made: NotebookNode = new_output("display_data", {"text/html": text}, metadata=metadata)
    return made


class LiveExporter(HTMLExporter):
    """Markdown, code and outputs as nbconvert shows them, with every picture of ours live.

    The page makes no requests and runs no script but the front end, so output that needs a script of its own is shown
    as what else it holds: an image, a table or text. Formulas stay TeX.
    """

    export_from_notebook = "Live page (microgradext)"

    @default("raw_template")
    def _raw_template_default(self) -> str:
        return "{%- extends 'lab/base.html.j2' -%}"  # only the cells: the page around them is ours

    @default("embed_images")
    def _embed_images_default(self) -> bool:
        return True

    @default("exclude_anchor_links")
    def _exclude_anchor_links_default(self) -> bool:
        return True

    @property
    def default_config(self) -> Config:
        """nbconvert's own, without the kinds of output that only a script can show, and with LaTeX last."""
        kinds = "text/html text/markdown image/svg+xml image/png image/jpeg text/plain text/latex"
        config: Config = super().default_config.copy()
        config.merge(Config({"NbConvertBase": {"display_data_priority": kinds.split()}}))
        return config

    def _init_preprocessors(self) -> None:
        nbconverts: Any = super()  # its methods are not typed
        nbconverts._init_preprocessors()
        nbconverts.register_preprocessor(Revival, enabled=True)  # last, so after an execution

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert: all of its exporters return text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page, and nbconvert's resources, in which `live_pictures` is the number of live pictures."""
        cells, found = super().from_notebook_node(nb, resources, **kw)
        title = nb.metadata.get("title") or found["metadata"].get("name") or "Notebook"
        styles = "\n".join(found.get("inlining", {}).get("css", ()))
        body = LEADS_AWAY.sub(r"\1x-", cells)
        return shell.document(body, title=str(title), language=self.language_code, styles=shell.cells(styles)), found
