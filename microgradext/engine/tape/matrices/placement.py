"""Placement: where each number lies in one vector, so that matrices and results are strided views of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from .groups import Grid, Group, Ragged, Rows, Sums
from .ranks import Ranked
from .reduced import NONE, Ints


def placed(graph: Ranked, groups: Iterable[Group]) -> tuple[list[Group], Ints, int]:
    """The groups with their members in order, the place of each node's number, and how many places there are.

    Leaves come first, in the order in which matrices meet them, then what each group makes. Each group is in the order
    of its operands, so that it finds them side by side.
    """
    groups = list(groups)
    place = np.full(len(graph.reduced.left), NONE)
    place[_leaves(graph, groups)] = np.arange(len(graph.reduced.left) - int((graph.reduced.code >= 0).sum()))
    count = int(place.max(initial=NONE)) + 1
    ordered = []
    for group in groups:
        arranged = _arranged(group, place, graph)
        made = arranged.nodes.ravel()
        place[made] = np.arange(count, count + len(made))
        count += len(made)
        ordered.append(arranged)
    return ordered, place, count


def _leaves(graph: Ranked, groups: list[Group]) -> Ints:
    """All leaves, in the order in which grids meet them, then in that of the other groups."""
    code = graph.reduced.code
    met = [part.ravel() for group in groups if isinstance(group, Grid) for part in (group.rows, group.columns)]
    met += [group.plain.ravel() for group in groups if isinstance(group, Grid)]
    met += [part.ravel() for group in groups if not isinstance(group, Grid) for part in _operands(group)]
    every = np.concatenate([*met, np.flatnonzero(code < 0)])
    every = every[code[every] < 0]
    varying = graph.varies[every]
    every = np.concatenate([every[varying], every[~varying]])
    leaves, first = np.unique(every, return_index=True)
    found: Ints = leaves[np.argsort(first)]
    return found


def _operands(group: Sums | Ragged | Rows) -> Iterator[Ints]:
    if isinstance(group, Rows):
        yield group.operands
    else:
        yield group.first
        yield group.second[group.second != NONE]
        if isinstance(group, Sums):
            yield group.plain


def _arranged(group: Group, place: Ints, graph: Ranked) -> Group:
    if isinstance(group, Grid):
        return _grid(group, place)
    if isinstance(group, Ragged):
        return group
    columns = [*group.operands] if isinstance(group, Rows) else [*group.first, *group.second, *group.plain]
    leading = next((each for each in columns if not graph.fixed[each].any()), columns[0])
    order = np.argsort(place[leading], kind="stable")
    if isinstance(group, Rows):
        return replace(group, nodes=group.nodes[order], operands=group.operands[:, order])
    group = replace(
        group,
        nodes=group.nodes[order],
        first=group.first[:, order],
        second=group.second[:, order],
        factor=group.factor[:, order],
        plain=group.plain[:, order],
        weight=group.weight[:, order],
    )
    return _one_sum(group, place) if len(order) == 1 else group


def _one_sum(group: Sums, place: Ints) -> Sums:
    """A single sum may take its terms in any order: in that of their places."""
    order = np.argsort(place[group.first[:, 0]], kind="stable")
    plain = np.argsort(place[group.plain[:, 0]], kind="stable")
    return replace(
        group,
        first=group.first[order],
        second=group.second[order],
        factor=group.factor[order],
        plain=group.plain[plain],
        weight=group.weight[plain],
    )


def _grid(grid: Grid, place: Ints) -> Grid:
    """Blocks, rows and columns in the order of their places; what the code counts faster is counted faster here."""
    if grid.nodes.shape[2] > 1 and grid.nodes.shape[1] > 1 and grid.nodes[0, 1, 0] < grid.nodes[0, 0, 1]:
        grid = replace(
            grid,
            nodes=grid.nodes.swapaxes(1, 2),
            rows=grid.columns,
            columns=grid.rows,
            plain=grid.plain.swapaxes(2, 3),
            weight=grid.weight.swapaxes(2, 3),
        )
    row = np.argsort(place[grid.rows[:, :, 0]], axis=1, kind="stable")
    column = np.argsort(place[grid.columns[:, :, 0]], axis=1, kind="stable")
    block = np.argsort(place[grid.rows[np.arange(len(row)), row[:, 0], 0]], kind="stable")
    pick = block[:, None, None], row[block][:, :, None], column[block][:, None, :]
    weighted = grid.weight.shape[1:] != (1, 1, 1)
    return replace(
        grid,
        nodes=grid.nodes[pick],
        rows=grid.rows[block[:, None], row[block]],
        columns=grid.columns[block[:, None], column[block]],
        plain=grid.plain[(slice(None), *pick)],
        weight=grid.weight[(slice(None), *pick)] if weighted else grid.weight,
    )
