"""The fields of every message on the wire, written once: `make generate` makes Python's and the page's types from them.

A new field is a line here, then `make generate`; further conditions on its number (an index in range) are checked by
hand in js/wire. A change to a released version needs a new VERSION and a migration in js/wire/migrations.ts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ...cell.outcome.mode import Mode
from ...explain.folds.regions import KINDS
from ...explain.view import NodeKind

VERSION: Final = 8
OLDEST: Final = 4  # of the saved graphs that can still be opened
BOX_KINDS: Final[tuple[str, ...]] = get_args(NodeKind)
REGION_KINDS: Final[tuple[str, ...]] = KINDS
MODES: Final[tuple[str, ...]] = get_args(Mode)
UNLISTED: Final = -1  # what stands for a constant among the undrawn nodes: no table lists it
LEAF_CODE: Final = -1  # the code of inputs, other leaves and constants
WRITTEN_CODE: Final = -2  # the code of an operation written by hand: only the kernel can run it

Kind = Literal[
    "truth", "whole", "number", "text", "texts",
    "uint8", "int32", "float64",  # little-endian binary, since nan and inf do not survive JSON
    "record", "records", "rows",
]  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field; `of` names the message that it holds, `optional` says that it may be null."""

    name: str
    kind: Kind
    means: str = ""
    optional: bool = False
    of: str = ""
    each: int = 0  # in a column: how many entries for each entry of the first column; 0 for a list of another length


@dataclass(frozen=True)
class Message:
    """A record on the wire; `where` comes before the names of its fields in an error."""

    name: str
    means: str
    where: str
    fields: tuple[Field, ...]


INPUT = Message(
    "InputMessage",
    "An input: its node, its name, its number as the code has it, and its slider.",
    "inputs.",
    (
        Field("node", "whole"),
        Field("name", "text"),
        Field("literal", "text", "without underscores; empty if it is not known"),
        Field("min", "number"),
        Field("max", "number"),
        Field("step", "number", "null is a round one that suits the range", optional=True),
        Field("whole", "truth", "whether it is always a whole number"),
        Field("held", "truth", "whether only a run of the code knows what moving it gives"),
    ),
)

BOXES = Message(
    "BoxColumns",
    "The nodes that are drawn.",
    "boxes.",
    (
        Field("node", "int32", each=1),
        Field("kind", "uint8", "an index into BOX_KINDS", each=1),
        Field("label", "texts", "empty for an unnamed node whose source is its label", each=1),
        Field("symbol", "texts", each=1),
        Field("source", "texts", each=1),
        Field("span", "int32", "line, column, end line, end column; line 0 if it is not in the listing", each=4),
    ),
)

UNDRAWN = Message(
    "UndrawnColumns",
    "What a table says about the nodes that are not drawn.",
    "undrawn.",
    (
        Field("name", "texts", "in the order of the nodes", each=1),
        Field("code", "int32", "an index into `source`, `symbol` and `span`, or UNLISTED", each=1),
        Field("source", "texts", "each once, with its symbol and span"),
        Field("symbol", "texts"),
        Field("span", "int32", "line, column, end line, end column; line 0 if it is not in the listing"),
        Field("place", "int32", "an index into `places`", each=1),
        Field("places", "texts", "the turns, calls and modules that nodes are in, each once"),
    ),
)

REGIONS = Message(
    "RegionColumns",
    "What can be folded, as a tree: each region after the one around it, the first the whole picture.",
    "regions.",
    (
        Field("parent", "int32", "none at all for a graph that is drawn as `boxes` and `edges` say", each=1),
        Field("kind", "uint8", "an index into REGION_KINDS", each=1),
        Field("ordinal", "int32", "of turns, counted from 1; of loops, how many; of lines, the named values", each=1),
        Field("head", "int32", "the node that a named value or a sum is; -1 for others", each=1),
        Field("label", "int32", "an index into `words`", each=1),
        Field("words", "texts", "each once"),
        Field("node", "int32", "for each node the innermost region that it is in; -1 if it is never drawn"),
    ),
)

EDGE = Message(
    "EdgeMessage",
    "A drawn edge; `node` is the one whose operand it is, at `slot`.",
    "edges.",
    (
        Field("source", "whole", "a box"),
        Field("target", "whole"),
        Field("node", "whole"),
        Field("slot", "whole"),
        Field("between", "whole", "how many undrawn nodes lie along it"),
    ),
)

GUARDS = Message(
    "GuardColumns",
    "The facts about data that the run's control flow used.",
    "guards.",
    (
        Field("node", "int32", each=1),
        Field("kind", "texts", "each once; `words` holds indices into it"),
        Field("source", "texts", "likewise"),
        Field("words", "int32", "kind and source", each=2),
        Field("expected", "float64", each=1),
        Field("line", "int32", each=1),
    ),
)

GRAPH = Message(
    "GraphMessage",
    "A graph, what is drawn of it or can be, and what is said about it; sent when the topology changes.",
    "",
    (
        Field("version", "whole"),
        Field("revision", "whole"),
        Field("ops", "texts", "row names; `code` holds indices into it"),
        Field("code", "int32", "for each node an index into `ops`, or LEAF_CODE, or WRITTEN_CODE"),
        Field("start", "int32", "operands of node i are operands[start[i]:start[i + 1]]"),
        Field("operands", "int32"),
        Field("data", "float64", "the values when the cell ran"),
        Field("gradients", "float64", "only if the page cannot compute them, as its tape is not right", optional=True),
        Field("contributions", "float64", "one for each of `operands`, likewise", optional=True),
        Field("output", "whole", "-1 if the cell stopped before any output"),
        Field("title", "text"),
        Field("formula", "text", "LaTeX; empty if the output was not reached or it is very long"),
        Field("inputs", "records", of="InputMessage"),
        Field("boxes", "record", of="BoxColumns"),
        Field("edges", "rows", of="EdgeMessage"),
        Field("regions", "record", of="RegionColumns"),
        Field("view_output", "whole", "a box"),
        Field("undrawn", "record", of="UndrawnColumns"),
        Field("hidden", "whole", "how many nodes are not drawn"),
        Field("guards", "record", of="GuardColumns"),
        Field("frozen", "text", "why the sliders stay still; empty if they move"),
        Field("stopped", "text", "where the cell raised; empty if it did not"),
        Field("mode", "text", "how a move is answered: one of MODES"),
        Field("replays", "truth", "the page's own numbers are right while the guards hold"),
        Field("why", "text", "why a move runs the cell again; empty for replay"),
        Field("printed", "text", "what the code printed in the last run"),
        Field("listing", "text", "the code that ran; empty if it is not known or very long"),
        Field("first_line", "whole", "the number of its first line"),
        Field("panels", "texts", "what to open besides the graph at first"),
        Field("notes", "texts"),
        Field("rid", "text", "joins the live view to its static twin"),
    ),
)

ASKED = Message(
    "Asked",
    "What the page asks for: the graph at another point.",
    "asked.",
    (Field("seq", "whole"), Field("revision", "whole"), Field("point", "float64", "a number for each input")),
)

ANSWERED = Message(
    "Answered",
    "What the kernel answers, to which request, and where the inputs stand now.",
    "answered.",
    (
        Field("seq", "whole"),
        Field("revision", "whole"),
        Field("point", "float64"),
        Field("problem", "text", "empty if all is well"),
        Field("input", "whole", "the input whose move caused the problem; -1 for none"),
    ),
)

MESSAGES = (INPUT, BOXES, UNDRAWN, REGIONS, EDGE, GUARDS, GRAPH, ASKED, ANSWERED)
BY_NAME = {message.name: message for message in MESSAGES}
