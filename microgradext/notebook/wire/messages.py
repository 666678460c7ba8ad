"""The messages of the wire.

Written by `make generate` from microgradext/notebook/wire/fields.py; edit that.
"""

from typing import TypedDict


class InputMessage(TypedDict):
    """An input: its node, its name, its number as the code has it, and its slider."""

    node: int
    name: str
    literal: str  # without underscores; empty if it is not known
    min: float
    max: float
    step: float | None  # null is a round one that suits the range
    whole: bool  # whether it is always a whole number
    held: bool  # whether only a run of the code knows what moving it gives


class BoxColumns(TypedDict):
    """The nodes that are drawn."""

    node: bytes  # int32
    kind: bytes  # uint8, an index into BOX_KINDS
    label: list[str]  # empty for an unnamed node whose source is its label
    symbol: list[str]
    source: list[str]
    span: bytes  # int32, 4 for each: line, column, end line, end column; line 0 if it is not in the listing


class UndrawnColumns(TypedDict):
    """What a table says about the nodes that are not drawn."""

    name: list[str]  # in the order of the nodes
    code: bytes  # int32, an index into `source`, `symbol` and `span`, or UNLISTED
    source: list[str]  # each once, with its symbol and span
    symbol: list[str]
    span: bytes  # int32, line, column, end line, end column; line 0 if it is not in the listing
    place: bytes  # int32, an index into `places`
    places: list[str]  # the turns, calls and modules that nodes are in, each once


class RegionColumns(TypedDict):
    """What can be folded, as a tree: each region after the one around it, the first the whole picture."""

    parent: bytes  # int32, none at all for a graph that is drawn as `boxes` and `edges` say
    kind: bytes  # uint8, an index into REGION_KINDS
    ordinal: bytes  # int32, of turns, counted from 1; of loops, how many; of lines, the named values
    head: bytes  # int32, the node that a named value or a sum is; -1 for others
    label: bytes  # int32, an index into `words`
    words: list[str]  # each once
    node: bytes  # int32, for each node the innermost region that it is in; -1 if it is never drawn


class GuardColumns(TypedDict):
    """The facts about data that the run's control flow used."""

    node: bytes  # int32
    kind: list[str]  # each once; `words` holds indices into it
    source: list[str]  # likewise
    words: bytes  # int32, 2 for each: kind and source
    expected: bytes  # float64
    line: bytes  # int32


class GraphMessage(TypedDict):
    """A graph, what is drawn of it or can be, and what is said about it; sent when the topology changes."""

    version: int
    revision: int
    ops: list[str]  # row names; `code` holds indices into it
    code: bytes  # int32, for each node an index into `ops`, or LEAF_CODE, or WRITTEN_CODE
    start: bytes  # int32, operands of node i are operands[start[i]:start[i + 1]]
    operands: bytes  # int32
    data: bytes  # float64, the values when the cell ran
    gradients: bytes | None  # float64, only if the page cannot compute them, as its tape is not right
    contributions: bytes | None  # float64, one for each of `operands`, likewise
    output: int  # -1 if the cell stopped before any output
    title: str
    formula: str  # LaTeX; empty if the output was not reached or it is very long
    inputs: list[InputMessage]
    boxes: BoxColumns
    edges: list[list[int]]  # each source, target, node, slot, between
    regions: RegionColumns
    view_output: int  # a box
    undrawn: UndrawnColumns
    hidden: int  # how many nodes are not drawn
    guards: GuardColumns
    frozen: str  # why the sliders stay still; empty if they move
    stopped: str  # where the cell raised; empty if it did not
    mode: str  # how a move is answered: one of MODES
    replays: bool  # the page's own numbers are right while the guards hold
    why: str  # why a move runs the cell again; empty for replay
    printed: str  # what the code printed in the last run
    listing: str  # the code that ran; empty if it is not known or very long
    first_line: int  # the number of its first line
    panels: list[str]  # what to open besides the graph at first
    notes: list[str]
    rid: str  # joins the live view to its static twin


class Asked(TypedDict):
    """What the page asks for: the graph at another point."""

    seq: int
    revision: int
    point: bytes  # float64, a number for each input


class Answered(TypedDict):
    """What the kernel answers, to which request, and where the inputs stand now."""

    seq: int
    revision: int
    point: bytes  # float64
    problem: str  # empty if all is well
    input: int  # the input whose move caused the problem; -1 for none
