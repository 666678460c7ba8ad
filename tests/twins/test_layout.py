"""Random views are laid out as on the page: with the same columns, order within them, places and routes."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from microgradext.engine.graph import Graph, Node
from microgradext.explain.layout.layout import layout
from microgradext.explain.view import view
from tests.explain import samples
from tests.explain.nested import nest

from .page import Page, as_the_page_has_it

CASES = 200
LABELS = (
    *("a", "β", "w[0]", "loss", "a_rather_long_name", "x⁽²⁾", "é" * 12, "😀 = 1", ""),
    *("encoder_layer_0_weight", "encoder_layer_1_weight", "encoder_layer_12_weight_of_the_third_head"),
)


def random_graph(seed: int) -> Graph:
    """A graph, narrow or wide, one in ten too large to be drawn whole, with constants, long sums and any names."""
    random = Random(seed)
    inputs = random.randint(1, 14)
    nodes = random.randint(320, 420) if seed % 10 == 0 else inputs + random.randint(1, random.choice([6, 25, 90]))
    graph = samples.dag(seed, nodes, inputs)
    return replace(graph, nodes=tuple(_dressed(node, random) for node in graph.nodes), inputs=_some(graph, random))


def _dressed(node: Node, random: Random) -> Node:
    if node.operands:
        label = random.choice(LABELS) if random.random() < 0.3 else node.label
        adds = len(node.operands) == 2 and random.random() < 0.4
        return replace(node, label=label, row="add", symbol="+") if adds else replace(node, label=label)
    if random.random() < 0.25:
        return replace(node, kind="constant", label="", data=random.uniform(-1, 1) * 10 ** random.randint(-9, 9))
    return replace(node, label=random.choice([*LABELS, node.label]))


def _some(graph: Graph, random: Random) -> tuple[int, ...]:
    return tuple(node for node in graph.inputs if random.random() < 0.9)


@pytest.mark.parametrize("chunk", range(0, CASES, 50))
def test_the_page_draws_the_same_picture(page: Page, chunk: int) -> None:
    for seed in range(chunk, chunk + 50):
        drawn = view(random_graph(seed))
        width = Random(seed).choice([200, 380, 479, 480, 670, 671.5, 1400, 4000])
        here, there = as_the_page_has_it(layout(drawn, width)), page("layout", as_the_page_has_it(drawn), width)
        assert there == close(here), (seed, width)


@pytest.mark.parametrize("chunk", range(0, CASES, 50))
def test_the_page_draws_the_same_frames(page: Page, chunk: int) -> None:
    for seed in range(chunk, chunk + 50):
        random = Random(seed)
        shape = nest(seed)
        drawn = shape.view([group for group in range(len(shape.groups)) if random.random() < 0.7])
        width = random.choice([200, 380, 479, 480, 670, 671.5, 966, 1400, 4000])
        here, there = as_the_page_has_it(layout(drawn, width)), page("layout", as_the_page_has_it(drawn), width)
        assert there == close(here), (seed, width)


def close(value: Any) -> Any:
    """Equal to a billionth; texts to the letter."""
    if isinstance(value, dict):
        return {key: close(item) for key, item in value.items()}
    if isinstance(value, list):
        return [close(item) for item in value]
    return pytest.approx(value, rel=0, abs=1e-9) if isinstance(value, float) else value
