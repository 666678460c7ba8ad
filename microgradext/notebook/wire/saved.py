"""Saved graph: what a notebook file keeps of a picture, so that a page without a kernel can bring it back to life.

It is beside the static twin in the same output, under a type of its own that front ends pass over. The graph is one
line of text: as JSON, a notebook would give every number a line of its own.

Twin: js/wire/saved.ts
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final, TypedDict

from ...engine.graph import Graph
from .fields import OLDEST, VERSION
from .messages import GraphMessage

MIME: Final = "application/vnd.microgradext.graph+json"
WIDGET_VIEW: Final = "application/vnd.jupyter.widget-view+json"
"""The type under which Jupyter keeps a live view."""


MOST_KEPT: Final = 10_000
"""The most operations of a graph that a notebook keeps: half a megabyte, in each result."""
NOT_KEPT: Final = "This graph has {:,} operations: too many to keep in the notebook; run the cell to see it live."


class SavedGraph(TypedDict):
    """A graph message as text; `version` is the version of the wire."""

    version: int
    graph: str


def saved(message: GraphMessage) -> SavedGraph:
    """The message as a notebook keeps it; the same message gives the same bytes."""
    return SavedGraph(version=VERSION, graph=json.dumps(message, default=_text, separators=(",", ":")))


def not_kept(graph: Graph) -> str:
    """What is said about a graph that is too large for a notebook to keep; empty for any other."""
    operations = graph.columns.operations_in_all()
    return NOT_KEPT.format(operations) if operations > MOST_KEPT else ""


def read_saved(kept: object, oldest: int = OLDEST, newest: int = VERSION) -> str:
    """The text of a graph that a notebook has kept; raises ValueError with the reason when it cannot be shown.

    One of an earlier version is returned as it is: the page that shows it brings it up to date (js/wire/migrations.ts).
    """
    if not isinstance(kept, Mapping) or not {"version", "graph"} <= kept.keys():
        raise ValueError("It was not saved by microgradext.")
    version = kept["version"]
    if isinstance(version, bool) or not isinstance(version, int) or not oldest <= version <= newest:
        raise ValueError(_unknown(version, oldest, newest))
    if not _is_record(kept["graph"]):
        raise ValueError("What was saved of it is damaged: run the cell again.")
    return str(kept["graph"])


def _unknown(version: object, oldest: int, newest: int) -> str:
    known = f"version {newest}" if oldest == newest else f"the versions {oldest} to {newest}"
    is_newer = isinstance(version, int) and version > newest
    what = "update microgradext" if is_newer else "run the cell again with this version of microgradext"
    return f"It was saved in version {version!r:.20} of the graph's format; this microgradext reads {known}: {what}."


def _is_record(text: Any) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (TypeError, ValueError):
        return False


def _text(buffer: bytes) -> dict[str, str]:
    """A buffer as JSON."""
    return {"base64": b64encode(buffer).decode()}
