"""Descent: each number on the screen is Python's, and a step is one paint and no layout."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, expect

from microgradext import GradResult, export_html, grad
from microgradext.explain.folds import runs
from microgradext.explain.words.numbers import short, signed
from tests.browser.driver.agreement import agree, close
from tests.browser.driver.lab import Lab
from tests.browser.driver.picture import Picture, number, picture
from tests.browser.saved.exported import opened
from tests.browser.test_accessibility import violations

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LINEAR = "w, b = -1.0, 0.5\npred = w*2 + b\nL = (pred - 3)**2"
LOGS = "x = 1.0\nL = log(x) * 3"
CROSSES = "x = 0.3\nif x > 0:\n    y = x * x + x\nelse:\n    y = 2 * x * x + x + 1"
BY_HAND = """\
def cube(v):
    out = Value(v.data ** 3, (v,), 'cube')
    def _backward():
        v.grad += 3 * v.data ** 2 * out.grad
    out._backward = _backward
    return out
x = 0.5
b = 1.5
y = cube(x) * b + x * x"""
# The reads for which a browser must lay out what was written before, and how often each frame paints.
WATCH = """root => {
  const seen = window.seen = { reads: [], paints: [], frame: 0 };
  const spy = (owner, name) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const kind = own.get ? 'get' : 'value';
    const real = own[kind];
    Object.defineProperty(owner, name, { ...own, [kind](...given) {
      seen.reads.push([name, seen.frame]);
      return real.apply(this, given) } });
  };
  for (const name of ['getBoundingClientRect', 'getClientRects', 'clientWidth', 'clientHeight', 'scrollWidth',
                      'scrollHeight', 'scrollTop', 'scrollLeft', 'scrollIntoView']) spy(Element.prototype, name);
  for (const name of ['offsetWidth', 'offsetHeight', 'offsetLeft', 'offsetTop', 'innerText', 'focus'])
    spy(HTMLElement.prototype, name);
  for (const name of ['getBBox', 'getScreenCTM', 'getCTM']) spy(SVGGraphicsElement.prototype, name);
  spy(SVGTextContentElement.prototype, 'getComputedTextLength');
  spy(window, 'getComputedStyle');
  const count = () => { seen.frame++; requestAnimationFrame(count) };
  requestAnimationFrame(count);
  new MutationObserver(() => seen.paints.push(seen.frame)).observe(
    root.querySelector('.mg-output-value'), { subtree: true, characterData: true });
}"""

# Run 20 steps, and say what was seen meanwhile.
RUN = """async root => {
  [...root.querySelectorAll('.mg-descend button')].find(button => button.textContent === 'Run 20').click();
  const isDone = () => root.querySelector('.mg-trail .mg-head').textContent.includes('20 steps');
  while (!isDone()) await new Promise(requestAnimationFrame);
  return structuredClone(window.seen) }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("descend")


class Descent:
    """The panel of a picture, and Python's own descent beside it."""

    def __init__(self, live: Picture, result: GradResult) -> None:
        self.live, self.result = live, result
        self.panel = live.root.locator(".mg-descend")
        self.values: list[float] = []

    def click(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    @property
    def eta(self) -> Locator:
        return self.panel.get_by_role("textbox", name="step size η")

    def point(self) -> list[float]:
        shown = self.live.by_node()
        return [shown[node].value for node in self.result.graph.inputs]

    def after(
        self, point: Sequence[float], eta: float, steps: int = 1, moves: Sequence[str] | None = None
    ) -> list[float]:
        """Where so many steps of Python's lead."""
        now, nodes = list(point), self.result.graph.inputs
        moved = [name in (moves if moves is not None else self.result.inputs) for name in self.result.inputs]
        for _ in range(steps):
            gradients = self.result.tape(now).gradients
            now = [x - eta * gradients[node] if does else x for x, node, does in zip(now, nodes, moved, strict=True)]
        return now

    def output(self, point: Sequence[float]) -> float:
        return self.result.tape(point).values[self.result.graph.output]

    def hold(self, steps: int, point: Sequence[float], began: float) -> None:
        """Hold all that is shown to the point where Python is after so many steps."""
        words = f"after each step, {steps} {'step' if steps == 1 else 'steps'}"
        expect(self.panel.locator(".mg-trail .mg-head")).to_contain_text(words)
        self.live.painted()
        assert self.point() == close(list(point))
        agree(self.live, self.result)
        assert self.panel.locator(".mg-first").inner_text() == short(began)
        last = self.panel.locator(".mg-last")
        assert last.inner_text() == short(number(last.get_attribute("title") or ""))
        assert number(last.get_attribute("title") or "") == close(self.output(point))

    def rules(self) -> list[str]:
        return [" ".join(text.split()) for text in self.panel.locator(".mg-rule").all_inner_texts()]


def rule(name: str, before: float, eta: float, gradient: float) -> str:
    """A step with its numbers, as the page writes it."""
    slope = short(gradient)
    slope = f"({slope})" if gradient < 0 else slope
    after = short(before - eta * gradient)
    shown = [number(short(x)) for x in (before, eta, gradient)]
    sign = "=" if short(shown[0] - shown[1] * shown[2]) == after else "≈"
    return f"{name} ← {short(before)} − {short(eta)} · {slope} {sign} {after}"


@pytest.fixture
def linear(browser: Browser, folder: Path) -> Iterator[Descent]:
    result = grad(LINEAR, panels=["descend"])
    with opened(browser, export_html(result, folder / "linear.html")) as exported:
        yield Descent(exported.picture(), result)
        assert not exported.said


def test_by_mouse(linear: Descent) -> None:
    start = linear.point()
    linear.click("Step once")
    linear.hold(1, linear.after(start, 0.02), linear.output(start))
    gradients = linear.result.tape(start).gradients
    nodes = linear.result.graph.inputs
    assert linear.rules() == [
        rule(name, x, 0.02, gradients[node]) for name, x, node in zip(linear.result.inputs, start, nodes, strict=True)
    ]
    linear.click("Run 20")
    linear.hold(21, linear.after(start, 0.02, 21), linear.output(start))
    linear.click("Reset")
    linear.live.painted()
    assert linear.point() == start
    linear.live.drag("w", 0.6)
    moved = linear.point()
    linear.panel.get_by_role("checkbox", name="move w").uncheck()
    linear.click("Step once")
    linear.hold(1, linear.after(moved, 0.02, moves=["b"]), linear.output(moved))
    linear.click("Run until paused")
    expect(linear.panel.locator(".mg-trail .mg-head")).to_contain_text(re.compile(r"[4-9] steps"))
    linear.click("Pause the run")
    linear.live.painted()
    steps = int(re.findall(r"\d+", linear.panel.locator(".mg-trail .mg-head").inner_text())[0])
    linear.hold(steps, linear.after(moved, 0.02, steps, moves=["b"]), linear.output(moved))


def test_by_keys(linear: Descent) -> None:
    start, keyboard = linear.point(), linear.live.root.page.keyboard
    linear.eta.focus()
    keyboard.type("1/20")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Enter")
    linear.hold(1, linear.after(start, 0.05), linear.output(start))
    keyboard.press("Tab")
    keyboard.press("Space")
    linear.hold(21, linear.after(start, 0.05, 21), linear.output(start))
    keyboard.press("Tab")  # play
    keyboard.press("Tab")
    keyboard.press("Enter")
    linear.live.painted()
    assert linear.point() == start
    keyboard.press("Tab")
    keyboard.press("Enter")
    linear.click("Step once")
    linear.hold(1, linear.after(start, -0.05), linear.output(start))
    keyboard.press("Escape")
    expect(linear.panel).to_be_hidden()
    expect(linear.live.root.get_by_role("button", name="Descend")).to_be_focused()


def test_it_stops_where_the_output_is_no_number(browser: Browser, folder: Path) -> None:
    result = grad(LOGS, panels=["descend"])
    with opened(browser, export_html(result, folder / "logs.html"), reduced_motion="reduce") as exported:
        descent = Descent(exported.picture(), result)
        descent.eta.fill("0.1")
        descent.eta.press("Enter")
        descent.click("Run 20")
        status = descent.panel.get_by_role("status")
        expect(status).to_have_text(re.compile(r"^Stopped: L is nan at step \d+\.$"))
        steps = int(re.findall(r"\d+", status.inner_text())[0])
        assert descent.output(descent.after([1.0], 0.1, steps - 1)) == descent.output(
            descent.after([1.0], 0.1, steps - 1)
        )
        assert descent.after([1.0], 0.1, steps)[0] < 0 < descent.after([1.0], 0.1, steps - 1)[0]
        expect(descent.panel.locator(".mg-last")).to_have_text("nan")
        for scheme in SCHEMES:
            exported.page.emulate_media(color_scheme=scheme)
            assert not violations(descent.live.root), scheme


def test_the_kernel_is_asked_where_the_code_takes_another_path(lab: Lab) -> None:
    notebook = lab.notebook(["%load_ext microgradext", f"%%grad y --panel descend\n{CROSSES}"])
    notebook.run_all()
    descent = Descent(picture(notebook, 1), grad(CROSSES))
    descent.eta.fill("0.1")
    descent.eta.press("Enter")
    descent.click("Run 20")
    expect(descent.panel.locator(".mg-trail .mg-head")).to_contain_text("20 steps")
    x = 0.3
    for _ in range(20):
        x -= 0.1 * (2 * x + 1 if x > 0 else 4 * x + 1)
    descent.live.painted()
    shown = descent.live.numbers()
    assert (shown["x"].value, shown["y"].value) == close((x, 2 * x * x + x + 1))
    notebook.until("[x.data, y.data]", close([x, 2 * x * x + x + 1]))

    notebook.shutdown_kernel()
    descent.eta.fill("1")
    descent.eta.press("Enter")
    descent.click("Ascend")
    descent.click("Run 20")
    expect(descent.panel.get_by_role("status")).to_contain_text("Stopped: x > 0 at line 3 is now true")
    began = descent.live.numbers()["x"].value
    descent.click("Reset")
    descent.live.painted()
    assert descent.live.numbers()["x"].value != began


def test_each_step_runs_a_cell_that_only_python_can_run(lab: Lab) -> None:
    notebook = lab.notebook(["%load_ext microgradext", f"%%grad y --panel slopes,descend\n{BY_HAND}"])
    notebook.run_all()
    live = picture(notebook, 1)
    descent = Descent(live, grad(BY_HAND))
    descent.eta.fill("0.1")
    descent.eta.press("Enter")
    head = descent.panel.locator(".mg-trail .mg-head")
    descent.click("Step once")
    expect(head).to_contain_text("1 step")  # while the kernel computes it, there is nothing to go on from
    descent.click("Run 20")
    expect(head).to_contain_text("21 steps")
    x, b = 0.5, 1.5
    for _ in range(21):
        x, b = x - 0.1 * (3 * x * x * b + 2 * x), b - 0.1 * x**3
    live.painted()
    shown = live.numbers()
    assert (shown["x"].value, shown["b"].value, shown["y"].value) == close((x, b, x**3 * b + x * x))
    notebook.until("[x.data, b.data, y.data]", close([x, b, x**3 * b + x * x]))
    # The page knows nothing along x, which Python's own function has seen.
    row = live.root.get_by_role("group", name="input b", exact=True)
    expect(row.locator(".mg-slope dd").nth(1)).to_have_text(signed(x**3))
    expect(live.root.locator(".mg-slope")).to_have_count(1)


def test_a_step_is_one_paint_and_no_layout(browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MANY", 1000)  # so that lines are not folded and a hundred boxes are drawn
    lines = [f"y{i} = tanh(y{i - 1} + a * b)" for i in range(1, 100)]
    result = grad("\n".join(["a, b, y0 = 0.3, 0.7, 0.1", *lines, "L = y99 * y99"]), panels=["slopes", "descend"])
    with opened(browser, export_html(result, folder / "network.html")) as exported:
        descent = Descent(exported.picture(), result)
        assert descent.live.root.locator("[data-node]").count() >= 100
        expect(descent.live.root.locator(".mg-slope").first).to_be_visible()
        descent.live.painted()
        start = descent.point()
        session = exported.page.context.new_cdp_session(exported.page)
        session.send("Performance.enable")
        descent.live.root.evaluate(WATCH)
        layouts, frames = laid_out(session), exported.page.evaluate("seen.frame")
        seen = descent.live.root.evaluate(RUN)
        made = laid_out(session) - layouts
        assert made <= exported.page.evaluate("seen.frame") - frames + 1
        # What of a large graph is in the window is looked up once, before the first step is painted.
        assert {name for name, _ in seen["reads"]} <= {"getBoundingClientRect"}
        assert len({frame for _, frame in seen["reads"]}) <= 1
        assert len(seen["paints"]) == len(set(seen["paints"])) == 20
        descent.hold(20, descent.after(start, 0.02, 20), descent.output(start))


def laid_out(session: Any) -> int:
    """How often the page was laid out so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return int(next(each["value"] for each in metrics if each["name"] == "LayoutCount"))
