"""The panel Step in a real browser, by mouse and by keys: each sentence and number is what Python computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from microgradext import GradResult, grad
from microgradext.explain.view import Edge, View, view
from microgradext.explain.words.numbers import short, signed
from tests.browser.driver.agreement import boxed
from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import CellPicture, picture

LOAD = "%load_ext microgradext"
UNFOLDED = "from microgradext.explain.folds import runs\nruns.MANY = 1000"  # so that lines are not folded
BODY = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
LOSS = "w, b = -1.0, 0.5\npred = w * 2 + b\nL = (pred - 3)**2 + w - w"
LARGE = "x, y = 0.5, 0.25\nfor i in range({passes}):\n    y = (y * x + 1) / 2 - x\nL = y * y"

# Every dot that is put into the graph, with the edge that it travels.
WATCH = """root => { window.dots = [];
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
    if (node.classList?.contains('mg-traveller')) window.dots.push(Number(node.dataset.along)) })))
  .observe(root.querySelector('.mg-graph'), {childList: true, subtree: true}) }"""


def opened(lab: Lab, body: str, before: str = "") -> CellPicture:
    notebook = lab.notebook([f"{LOAD}\n{before}", f"%%grad\n{body}"])
    notebook.run_all()
    live = picture(notebook, 1)
    live.root.get_by_role("button", name="Step", exact=True).click()
    return live


def pips(live: CellPicture) -> Locator:
    return live.root.get_by_role("slider", name="Step", exact=True)


def sentence(live: CellPicture) -> str:
    live.painted()
    return live.root.locator(".mg-telling").inner_text()


def gradients(live: CellPicture) -> dict[int, str]:
    """Node → the text in place of its gradient."""
    found: list[tuple[str, str]] = live.root.evaluate(
        """root => [...root.querySelectorAll('.mg-node:not(.mg-constant)')].map(
             node => [node.dataset.node, node.querySelector('.mg-gradient').textContent])"""
    )
    return {int(node): text for node, text in found}


class Passes:
    """The backward pass over the drawn boxes, done step by step in Python."""

    def __init__(self, result: GradResult, point: list[float]) -> None:
        self.view: View = view(result.graph)
        self.frame = result.tape(point)
        self.order = [i for i in reversed(range(len(self.view.boxes))) if not self.constant(i)]
        self.leaving = {i: [edge for edge in self.view.edges if edge.source == i] for i in self.order}

    def constant(self, i: int) -> bool:
        return self.view.boxes[i].kind == "constant"

    def flow(self, edge: Edge) -> float:
        return self.frame.contributions[edge.node][edge.slot]

    def texts(self, step: int) -> dict[int, str]:
        """Node → its gradient after a step, or how many contributions are in."""
        acted = set(self.order[: step + 1])
        texts = {}
        for i, leaving in self.leaving.items():
            came = [edge for edge in leaving if edge.target in acted]
            node = self.view.boxes[i].node
            whole = sum(map(self.flow, came)) if came else 1.0
            texts[node] = signed(whole) if len(came) == len(leaving) else f"{len(came)} of {len(leaving)} in"
        return texts

    def passed(self, step: int) -> list[str]:
        """What the node at work passes on, as the sentence writes it."""
        into = [edge for edge in self.view.edges if edge.target == self.order[step] and not self.constant(edge.source)]
        return [f"{short(self.flow(edge))} to {self.view.boxes[edge.source].label}" for edge in into]


@pytest.mark.parametrize("body", [BODY, LOSS])
def test_every_step_by_mouse(lab: Lab, body: str) -> None:
    live, result = opened(lab, body), grad(body, {})
    point = [result.graph.nodes[node].data for node in result.graph.inputs]
    passes, following = Passes(result, point), live.root.get_by_role("button", name="Next step")
    operations = [drawn for drawn in passes.view.boxes if drawn.symbol]
    for i, operation in enumerate(operations):
        following.click()
        said = sentence(live)
        assert said.startswith(f"Forward {i + 1} of {len(operations)}. {operation.label}")
        assert said.endswith(f"gives {short(passes.frame.values[operation.node])}.")
        assert set(gradients(live).values()) == {""}
    for i, drawn in enumerate(passes.order):
        following.click()
        said = sentence(live)
        assert said.startswith(f"Backward {i + 1} of {len(passes.order)}. {passes.view.boxes[drawn].label}")
        for words in passes.passed(i):
            assert f"= {words}" in said
        assert gradients(live) == passes.texts(i)
    assert live.rows() == {
        name: (boxed(point[i]), passes.texts(len(passes.order))[result.graph.inputs[i]])
        for i, name in enumerate(result.inputs)
    }


def test_a_step_keeps_its_place_while_an_input_moves(lab: Lab) -> None:
    live = opened(lab, BODY)
    pips(live).press("End")
    for _ in range(3):
        pips(live).press("ArrowLeft")
    assert sentence(live) == (
        "Backward 2 of 5. e = a + b has all of its gradient, −6. It passes −6 · 1 = −6 to a and −6 · 1 = −6 to b; "
        "both wait for d."
    )
    expect(live.root.locator(".mg-step [role=status]")).to_contain_text("It passes minus 6 times 1 = minus 6 to a")
    expect(live.root.locator(".mg-acting")).to_have_attribute("data-node", "3")
    grey = live.root.locator(".mg-edges g", has=live.root.page.locator(".mg-unknown"))
    assert [edge.get_attribute("data-edge") for edge in grey.all()] == ["0", "1"]

    live.drag("b", 0.9)
    value = live.root.locator("[data-node='1']").get_attribute("data-value")
    passes = Passes(grad(BODY, {}), [-2.0, float(value or "nan")])
    assert gradients(live) == passes.texts(1)
    assert all(words in sentence(live) for words in passes.passed(1))
    assert sentence(live).startswith("Backward 2 of 5.")
    pips(live).press("Escape")
    expect(live.root.get_by_role("button", name="Step", exact=True)).to_be_focused()
    live.painted()
    assert gradients(live) == passes.texts(len(passes.order))


def test_a_pip_is_a_place_to_click_and_the_page_stays(lab: Lab) -> None:
    live = opened(lab, BODY)
    before = box(live.root)["height"]
    for fraction, said in ((0.02, "Forward 1 of 3."), (0.98, "Backward 5 of 5."), (0.55, "Backward 2 of 5.")):
        place = box(pips(live))
        pips(live).click(position={"x": fraction * place["width"], "y": place["height"] / 2})
        assert sentence(live).startswith(said)
        assert box(live.root)["height"] == before


@contextmanager
def motion(page: Page, reduced: bool) -> Iterator[None]:
    page.emulate_media(reduced_motion="reduce" if reduced else "no-preference")
    yield
    page.emulate_media(reduced_motion="null")


@pytest.mark.parametrize("reduced", [False, True])
def test_play(lab: Lab, reduced: bool) -> None:
    live = opened(lab, BODY)
    page = live.root.page
    with motion(page, reduced):
        live.root.evaluate(WATCH)
        for key in ("]", "]", "]", " "):
            pips(live).press(key)
        expect(live.root.locator(".mg-pace")).to_have_text("100 ms a step")
        expect(live.root.locator(".mg-telling b")).to_have_text("Backward 5 of 5.")
        expect(live.root.get_by_role("button", name="Play", exact=True)).to_be_visible()
        travelled = page.evaluate("window.dots")
        # Forward into d, e and f, then back out of f, e and d.
        assert travelled == ([] if reduced else [0, 1, 2, 3, 4, 5, 4, 5, 2, 3, 0, 1])
        assert gradients(live) == {0: "−3", 1: "−8", 2: "+1", 3: "−6", 4: "+1"}
        for key in "[[[":
            pips(live).press(key)
        live.root.get_by_role("button", name="Play", exact=True).click()
        expect(live.root.locator(".mg-telling b")).to_have_text("Forward 2 of 3.")
        live.root.get_by_role("button", name="Pause", exact=True).click()
        paused = int(sentence(live).split()[1])
        pips(live).press("ArrowLeft")
        assert sentence(live).startswith(f"Forward {paused - 1} of 3.")


@pytest.mark.thorough
def test_hundreds_of_boxes(lab: Lab) -> None:
    lines = [f"y{i} = y{i - 1} * x" for i in range(1, 190)]  # which no loop folds
    live = opened(lab, "\n".join(["x, y0 = 0.9, 0.25", *lines, "L = y189 * y189"]), UNFOLDED)
    live.notebook.width(420)
    pips(live).press("End")
    assert re.match(r"Backward (1\d\d) of \1\. x has all of its gradient", sentence(live)), sentence(live)
    place = box(pips(live))
    assert place["width"] < 420
    pips(live).click(position={"x": place["width"] / 4, "y": 14})
    assert sentence(live).startswith("Forward ")
    assert not overflow(live.root)
    # The node at work is in sight of a graph that scrolls.
    slot, acting = box(live.root.locator(".mg-slot")), box(live.root.locator(".mg-acting .mg-frame"))
    assert slot["x"] <= acting["x"] <= slot["x"] + slot["width"]


def test_a_fold_passes_on_what_flows_along_all_edges_out_of_it(lab: Lab) -> None:
    live = opened(lab, LARGE.format(passes=70))
    pips(live).press("End")
    told = [sentence(live)]
    for _ in range(6):
        pips(live).press("ArrowLeft")
        told.append(sentence(live))
    assert any(re.search(r" along \d+ edges to ", each) for each in told), told
