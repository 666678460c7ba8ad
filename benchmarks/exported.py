"""The exported page of the tour, opened from disk: its size, its first paint, and when all its pictures are alive."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, spread
from microgradext import export_html
from tests.browser.driver.chromium import chromium

TOUR = Path(__file__).parents[1] / "examples/tour.ipynb"
OPENED = 9
# The clock starts with the navigation.
ALL_LIVE = """count => new Promise(done => {
  const look = () =>
    document.querySelectorAll('.microgradext .mg-graph [data-node]:first-child').length >= count
      ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def report() -> Iterator[Measurement]:
    yield Measurement("the exported page of the tour", _exported)


def _exported() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp())
    page = export_html(TOUR, folder / "tour.html", execute=True)
    size = page.stat().st_size / 1024
    yield Figure("the exported page of the tour", "KB", size, size, size, aim=400.0)
    pictures = page.read_text("utf-8").count('<script type="application/vnd.microgradext.graph+json"')
    painted, lively = [], []
    with chromium() as browser:
        for _ in range(OPENED):
            tab = browser.new_page()
            tab.goto(page.as_uri())
            lively.append(tab.evaluate(ALL_LIVE, pictures))
            painted.append(tab.evaluate(PAINTED))
            tab.close()
    shutil.rmtree(folder)
    yield Figure("that page opened from disk: its first picture", "ms", *spread(painted), aim=1000.0)
    yield Figure(f"that page opened from disk: all {pictures} pictures alive", "ms", *spread(lively))
