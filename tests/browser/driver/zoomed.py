"""A picture that is zoomed and moved: the hands on its graph, and what they did."""

from typing import NamedTuple

from playwright.sync_api import FloatRect, Locator

from tests.browser.driver.notebook import box
from tests.browser.driver.picture import Picture


class Point(NamedTuple):
    x: float
    y: float


class Zoomed:
    """A picture and the hands on its graph."""

    def __init__(self, live: Picture) -> None:
        self.live = live
        self.root = live.root
        self.page = live.root.page
        self.slot = live.root.locator(".mg-slot")
        self.graph = live.root.locator(".mg-graph")

    @property
    def scale(self) -> float:
        """CSS pixels for each of the layout."""
        found: float = self.graph.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
        return found

    def node(self, label: str) -> Locator:
        return self.root.locator(".mg-node").filter(has=self.page.locator(f".mg-label:text-is('{label}')"))

    def frame(self, label: str) -> FloatRect:
        return box(self.node(label).locator(".mg-frame"))

    def at(self, across: float = 0.5, down: float = 0.5) -> Point:
        """A place in the window, in shares of its size."""
        self.slot.scroll_into_view_if_needed()
        window = box(self.slot)
        return Point(window["x"] + across * window["width"], window["y"] + down * window["height"])

    def wheel(self, delta: float, at: Point, *, times: int = 1, key: str = "Control") -> None:
        """Turn the wheel with a key held."""
        self.page.mouse.move(*at)
        self.page.keyboard.down(key)
        for _ in range(times):
            self.page.mouse.wheel(0, delta)
            self.live.painted()
        self.page.keyboard.up(key)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name)

    def ground(self) -> Point:
        """A place in the window where there is only ground."""
        found = self.slot.evaluate("""slot => {
          const seen = slot.getBoundingClientRect();
          for (let y = seen.top + 12; y < seen.bottom - 12; y += 7)
            for (let x = seen.left + 12; x < seen.right - 12; x += 7) {
              const over = slot.getRootNode().elementFromPoint(x, y);
              if (slot.contains(over) && !over.closest('[data-node], [data-edge]')) return [x, y];
            } }""")
        return Point(*found)

    def drag(self, start: Point, by: Point) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(start.x + by.x, start.y + by.y, steps=6)
        self.page.mouse.up()
        self.live.painted()
