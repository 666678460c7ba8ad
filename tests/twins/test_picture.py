"""Strokes and the legend that explains them are the same in both pictures."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from microgradext.explain.layout.measures import Detail
from microgradext.explain.picture.legend import legend
from microgradext.explain.picture.stroke import Stroke, stroke

from .page import Page

DETAILS = st.sampled_from(["full", "compact"])
SIZES = st.floats(min_value=0, allow_infinity=False)
FLOWS = st.none() | st.floats() | st.sampled_from([0.0, -0.0, 4.9e-5, 5e-5, -5e-5])


def as_the_page_has_it(stroke: Stroke) -> dict[str, Any]:
    """The page mixes its colours in CSS."""
    colour = f"color-mix(in srgb, var(--mg-{stroke.kind}) {stroke.hue}%, var(--mg-zero))" if stroke.hue else ""
    return {"kind": stroke.kind, "width": stroke.width, "colour": colour}


@given(FLOWS, SIZES, DETAILS)
def test_a_stroke_is_the_same(page: Page, flow: float | None, largest: float, detail: Detail) -> None:
    assert page("stroke", flow, largest, detail) == as_the_page_has_it(stroke(flow, largest, detail))


@given(st.none() | SIZES | st.sampled_from([0.5, 2.5, 1.0]), DETAILS, st.sampled_from(["f", "a * b", "loss[0]", "é"]))
def test_the_legend_is_the_same(page: Page, most: float | None, detail: Detail, title: str) -> None:
    graph = {"title": title, "output": -1 if most is None else 0}
    there = [(entry["text"], entry.get("stroke")) for entry in page("legend", graph, detail, most or 0)]
    here = [
        (entry.text, as_the_page_has_it(entry.line) if entry.line else None)
        for entry in legend(most, detail, title, 760).entries
    ]
    assert there == here
