"""Saved graph: what a notebook file keeps of a picture, so that it can live again in a page without a kernel.

It stands beside the static twin in the same output, under a type of its own that front ends pass over. The graph is
one line of text: as JSON a notebook would spread every number of it over a line.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final, TypedDict

from .protocol import VERSION, GraphMessage

MIME: Final = "application/vnd.microgradext.graph+json"
WIDGET_VIEW: Final = "application/vnd.jupyter.widget-view+json"
"""The type under which Jupyter keeps a live view."""


class SavedGraph(TypedDict):
    """A graph message as text; `version` is that of the wire."""

    version: int
    graph: str


def saved(message: GraphMessage) -> SavedGraph:
    """The message as a notebook keeps it; the same message gives the same bytes."""
    return SavedGraph(version=VERSION, graph=json.dumps(message, default=_text, separators=(",", ":")))


def read_saved(kept: object) -> str:
    """The text of a graph that a notebook has kept; ValueError with the reason when it cannot be shown."""
    if not isinstance(kept, Mapping) or not {"version", "graph"} <= kept.keys():
        raise ValueError("It was not saved by microgradext.")
    if kept["version"] != VERSION:
        raise ValueError(
            f"It was saved in version {kept['version']!r:.20} of the graph's format, and this is version {VERSION}: "
            "run the cell again with this version of microgradext."
        )
    if not _is_record(kept["graph"]):
        raise ValueError("What was saved of it is damaged: run the cell again.")
    return str(kept["graph"])


def _is_record(text: Any) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (TypeError, ValueError):
        return False


def _text(buffer: bytes) -> dict[str, str]:
    """A buffer in JSON; js/wire/saved.ts reads it."""
    return {"base64": b64encode(buffer).decode()}
