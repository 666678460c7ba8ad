"""Words: what was found in a graph, a line for each group in the order of running."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...frame import counted
from ...ops import BY_CODE
from .groups import Grid, Group, Ragged, Rows, Sums
from .reduced import Ints


def told(groups: Iterable[Group], operations: int) -> str:
    """The groups and their number."""
    every = list(groups)
    grids = sum(isinstance(group, Grid) for group in every)
    found = counted(grids, "matrix product")
    if len(every) > grids:
        found += f" and {counted(len(every) - grids, 'elementwise group')}"
    return "\n".join([*map(_line, every), f"{counted(operations, 'operation')} as {found}"])


def _line(group: Group) -> str:
    match group:
        case Grid():
            return _grid(group)
        case Sums():
            return f"{counted(len(group.nodes), 'sum')} of {_terms(len(group.first), len(group.plain))}"
        case Ragged():
            widths = np.diff(group.start, append=len(group.first))
            return f"{counted(len(group.nodes), 'sum')} of {widths.min():,} to {widths.max():,} terms"
        case Rows():
            return f"{BY_CODE[group.code].name} of {counted(len(group.nodes), 'number')}"


def _terms(products: int, plain: int) -> str:
    parts = [counted(count, noun) for count, noun in ((products, "product"), (plain, "number")) if count]
    return " and ".join(parts)


def _grid(grid: Grid) -> str:
    many, rows, columns = grid.nodes.shape
    inner = grid.rows.shape[2]
    added = "".join(f" + {_size(each)}" for each in grid.plain)
    line = f"{_shape(rows, columns)} = ({_shape(rows, inner)})·({_shape(inner, columns)}){added}"
    return f"layer: {line}" if many == 1 else f"{many:,} layers: each {line}"


def _size(plain: Ints) -> str:
    """The size of what is added to each block: a number, a vector or a matrix."""
    sizes = [plain.shape[axis] for axis in (1, 2) if not (plain == plain.take([0], axis)).all()]
    return " × ".join(f"{size:,}" for size in sizes) or "1"


def _shape(*sizes: int) -> str:
    return " × ".join(f"{size:,}" for size in sizes)
