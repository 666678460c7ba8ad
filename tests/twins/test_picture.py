"""Strokes and the legend that explains them are the same in both pictures."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.explain.layout.measures import Detail
from microgradext.explain.picture.flow import Bundle
from microgradext.explain.picture.legend import legend
from microgradext.explain.picture.strands import beside, strands
from microgradext.explain.picture.stroke import Stroke, stroke

from .page import Page

DETAILS = st.sampled_from(["full", "compact"])
SIZES = st.floats(min_value=0, allow_infinity=False)
PARTS = st.floats(min_value=0, max_value=1e300) | st.sampled_from([0.0, 1e-9, 1.0, 25.0])
FLOWS = st.none() | st.floats() | st.sampled_from([0.0, -0.0, 4.9e-5, 5e-5, -5e-5])


def as_the_page_has_it(stroke: Stroke) -> dict[str, Any]:
    """The page mixes its colours in CSS."""
    colour = f"color-mix(in srgb, var(--mg-{stroke.kind}) {stroke.hue}%, var(--mg-zero))" if stroke.hue else ""
    return {"kind": stroke.kind, "width": stroke.width, "offset": stroke.offset, "colour": colour}


@given(FLOWS, SIZES, DETAILS)
def test_a_stroke_is_the_same(page: Page, flow: float | None, largest: float, detail: Detail) -> None:
    assert page("stroke", flow, largest, detail) == as_the_page_has_it(stroke(flow, largest, detail))


@given(PARTS, PARTS, SIZES, DETAILS)
def test_a_bundle_has_the_same_strands(page: Page, adds: float, takes: float, more: float, detail: Detail) -> None:
    bundle = Bundle(2, adds, -takes, 1, 1, adds - takes)
    largest = adds + takes + more
    here = strands(bundle, largest, detail)
    assert page("strands", asdict(bundle), largest, detail) == [as_the_page_has_it(each) for each in here]
    assert round(sum(each.width for each in here), 9) == stroke(adds + takes, largest, detail).width
    assert [each.kind for each in here] in (["positive"], ["negative"], ["positive", "negative"], ["zero"])
    for above, below in pairwise(here):  # they touch, and their middle is that of the route
        assert below.offset - above.offset == pytest.approx((above.width + below.width) / 2)
        assert above.offset - above.width / 2 == pytest.approx(-(below.offset + below.width / 2))


@given(st.integers(0, 10**6), st.sampled_from([-2.35, -0.05, 0, 0.1, 1.55, 3.0]))
def test_what_lies_beside_a_route_is_the_same(page: Page, seed: int, offset: float) -> None:
    route = routed(Random(seed))
    assert page("beside", route, offset) == beside(route, offset)


def routed(random: Random) -> str:
    """A path as routes are written."""
    x, y = random.randint(0, 2000) / 100, random.randint(0, 20000) / 100
    path = f"M{x:g} {y:g}"
    for _ in range(random.randint(1, 6)):
        to, down = x + random.randint(1, 9000) / 100, random.randint(0, 20000) / 100
        half = (x + to) / 2
        level = random.random() < 0.4
        path += f"H{to:g}" if level else f"C{half:g} {y:g} {half:g} {down:g} {to:g} {down:g}"
        x, y = to, y if level else down
    return path


@given(
    st.none() | SIZES | st.sampled_from([0.5, 2.5, 1.0]),
    DETAILS,
    st.sampled_from(["f", "a * b", "loss[0]", "é"]),
    st.booleans(),
)
def test_the_legend_is_the_same(page: Page, most: float | None, detail: Detail, title: str, bundles: bool) -> None:
    edges = [{}, {"flows": [0, 1]}] if bundles else [{}]
    graph = {"title": title, "output": -1 if most is None else 0, "view": {"edges": edges}}
    there = [(entry["text"], entry["strands"]) for entry in page("legend", graph, detail, most or 0)]
    here = [
        (entry.text, [as_the_page_has_it(line) for line in entry.strands])
        for entry in legend(most, detail, title, 760, bundles=bundles).entries
    ]
    assert there == here
    assert ("many edges" in [text for text, _ in here]) == (bundles and bool(most))
