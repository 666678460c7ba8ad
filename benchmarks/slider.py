"""In JupyterLab: from a real mouse move on a slider to the changed number in the DOM and to its paint; a descent."""

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import indent

from playwright.sync_api import Locator, Page, expect

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, spread
from tests.browser.driver.chromium import chromium
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook, box
from tests.browser.driver.pages import VIEWPORT, Pages
from tests.browser.driver.picture import Picture, picture
from tests.browser.driver.server import Server

SHAPES = ((1, 2), (3, 4), (4, 6))  # layers and their width: about 20, 100 and 300 drawn nodes
MOVES = 120

NETWORK = """\
x = [a, b]
for layer in range({layers}):
    x = [tanh(sum([0.3 * (i - j + 1) * v for j, v in enumerate(x)])) for i in range({width})]
loss = sum([v * v for v in x])
"""
CHAIN = """\
loss = a
for step in range(98):
    loss = tanh(a * loss + b)
"""
LIVE = "%%grad loss\na = 0.5\nb = 0.9\n"
INTERACT = """\
from ipywidgets import interact
from microgradext import Value, draw_dot, sum, tanh
@interact(a=(-2.0, 2.0, 0.01))
def show(a=0.5):
    a, b = Value(a, label="a"), Value(0.9, label="b")
{network}
    loss.backward()
    return draw_dot(loss)
"""

# Times a move until its number and until its paint. A paint follows the frame's callbacks, and a message posted in one
# arrives after it. Our page writes in such a callback; what a kernel's answer writes waits for the next frame.
WATCH = """(root, written_in_a_frame) => {
  window.samples = [];
  let moved = 0;
  const after = new MessageChannel();
  const painted = [];
  after.port1.onmessage = () => painted.splice(0).forEach((done) => done());
  document.addEventListener('pointermove', (event) => { moved ||= event.timeStamp }, { capture: true });
  new MutationObserver(() => {
    if (!moved) return;
    const [start, dom] = [moved, performance.now() - moved];
    moved = 0;
    painted.push(() => samples.push([dom, performance.now() - start]));
    const post = () => after.port2.postMessage(0);
    if (written_in_a_frame) post(); else requestAnimationFrame(post);
  }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
}"""

# Play a descent, and see how long each of `frames` frames took.
PLAY = """async (root, frames) => {
  const next = () => new Promise(requestAnimationFrame);
  root.querySelector('[aria-label="Play"]').click();
  const times = [await next()];
  while (times.length <= frames) times.push(await next());
  root.querySelector('[aria-label="Pause"]').click();
  return times.slice(1).map((time, i) => time - times[i]) }"""


Samples = list[list[float]]
"""For each move: ms until the DOM changed, and until it was painted."""


def report() -> Iterator[Measurement]:
    folder = Path(tempfile.mkdtemp())
    with Server(folder) as server, chromium() as browser:
        lab = Lab(server, Pages(browser.new_context(viewport=VIEWPORT), server.address), "bench")
        for layers, width in SHAPES:
            yield from _compared(lab, NETWORK.format(layers=layers, width=width), f"{layers} layers of {width}")
        yield from _compared(lab, CHAIN, "a chain")
        for layers, width in SHAPES:
            network = NETWORK.format(layers=layers, width=width)
            yield Measurement(f"a descent in JupyterLab, {layers} layers of {width}", partial(_descent, lab, network))
        lab.close()
    shutil.rmtree(folder, ignore_errors=True)


def _compared(lab: Lab, network: str, shape: str) -> Iterator[Measurement]:
    work = f"a mouse on a slider in JupyterLab, {shape}"
    yield Measurement(work, partial(_ours, work, lab, network))
    if shutil.which("dot"):
        work += ", with interact and draw_dot instead"
        yield Measurement(work, partial(_theirs, work, lab, network))


def _ours(work: str, lab: Lab, network: str) -> Iterator[Row]:
    notebook = lab.notebook(["%load_ext microgradext", LIVE + network])
    notebook.run_all()
    view = picture(notebook, 1)
    work += f" ({view.root.locator('[data-node]').count()} drawn nodes)"
    yield from _figures(work, _live(notebook, view), aim=10.0)


def _theirs(work: str, lab: Lab, network: str) -> Iterator[Row]:
    notebook = lab.notebook([INTERACT.format(network=indent(network, "    "))])
    yield from _figures(work, _interact(notebook))


def _descent(lab: Lab, network: str) -> Iterator[Row]:
    notebook = lab.notebook(
        ["%load_ext microgradext", LIVE.replace("loss", "loss --panel slopes,descend", 1) + network]
    )
    notebook.run_all()
    view = picture(notebook, 1)
    work = f"a descent with its slopes in JupyterLab, {view.root.locator('[data-node]').count()} drawn nodes"
    times: list[float] = view.root.evaluate(PLAY, MOVES)
    notebook.page.close()
    yield Figure(f"{work}: from frame to frame", "ms", *spread(times), aim=17.0)


def _figures(work: str, samples: Samples, aim: float | None = None) -> Iterator[Row]:
    dom, paint = (list(times)[3:] for times in zip(*samples, strict=True))  # the first ones compile
    yield Figure(f"{work}: to the number in the DOM", "ms", *spread(dom), aim=aim)
    yield Figure(f"{work}: to its paint", "ms", *spread(paint))


def _live(notebook: Notebook, view: Picture) -> Samples:
    view.root.locator(".mg-graph").evaluate(WATCH, True)
    return _dragged(notebook, view.slider("a"))


def _interact(notebook: Notebook) -> Samples:
    notebook.run_all()
    drawn = notebook.output(0).locator(".jp-OutputArea").last
    expect(drawn.locator("img, svg").first).to_be_visible()
    drawn.evaluate(WATCH, False)
    return _dragged(notebook, notebook.output(0).locator(".noUi-target"), moves=MOVES // 4)


def _dragged(notebook: Notebook, slider: Locator, moves: int = MOVES) -> Samples:
    """Drag back and forth, each move after the last one's paint; close the notebook and return the samples."""
    slider.scroll_into_view_if_needed()
    page, track = notebook.page, box(slider)
    y = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + track["width"] * 0.625, y)
    page.mouse.down()
    for move in range(moves):
        seen = len(_samples(page))
        page.mouse.move(track["x"] + track["width"] * (0.3 + 0.4 * (move * 7 % 20) / 20), y)
        page.wait_for_function(f"samples.length > {seen}", timeout=10_000)
    page.mouse.up()
    samples = _samples(page)
    page.close()
    return samples


def _samples(page: Page) -> Samples:
    samples: Samples = page.evaluate("samples")
    return samples
