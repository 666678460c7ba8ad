"""Where a bad number comes from, in the same words: every row of the op table at 0, −1, nan, inf and huge numbers."""

from __future__ import annotations

from random import Random

import pytest

from microgradext import Tape
from microgradext.engine.ops import TABLE
from microgradext.explain.chain_rule.birth import birth_of
from microgradext.explain.picture.flow import flows
from microgradext.explain.view import view

from .graphs import described, random_graph
from .page import Page

CASES = 40  # for each row


@pytest.mark.parametrize("row", TABLE)
def test_both_tell_the_same_birth(page: Page, row: str) -> None:
    random = Random(row)
    for _ in range(CASES):
        graph = random_graph(random, TABLE[row])
        frame = Tape(graph)([graph.nodes[node].data for node in graph.inputs])
        here, there = birth_of(graph, frame), page("birth", described(graph, frame.values))
        assert (here is None) == (there is None), graph
        if here is None:
            continue
        assert (here.node, here.word, here.slot is None) == (there["node"], there["word"], there["isValue"]), graph
        assert there["place"] == (here.place if here.slot is None else passing(here.place)), graph


def passing(place: str) -> str:
    """The page marks the node that passes a bad gradient back; it need not be named."""
    name, of, number = place.partition(" of ")
    return f"derivative of {name}{' at ' if of else ''}{number}"


@pytest.mark.parametrize("row", TABLE)
def test_the_same_flows_back_along_each_edge(page: Page, row: str) -> None:
    random = Random(row)
    for _ in range(CASES // 4):
        graph = random_graph(random, TABLE[row], 6)
        frame = Tape(graph)([graph.nodes[node].data for node in graph.inputs])
        here, there = flows(view(graph), graph, frame), page("flow", described(graph, frame.values))
        assert there == [None if flow is None else pytest.approx(flow, rel=1e-9, nan_ok=True) for flow in here]
