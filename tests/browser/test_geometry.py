"""The geometry measures, on pages whose faults are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.driver.geometry import contrast, overflow, overlaps


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    page.add_init_script(path=Path(__file__).parent / "driver" / "geometry.js")
    page.goto("about:blank")
    yield page
    page.close()


def drawn(page: Page, body: str) -> Locator:
    page.set_content(f"<main style='width: 200px; font: 16px monospace; background: white'>{body}</main>")
    return page.locator("main")


def test_text_that_leaves_its_part_or_is_cut_is_found(page: Page) -> None:
    wide = "<p style='white-space: nowrap'>far too long for two hundred pixels</p>"
    cut = f"<div style='overflow: hidden'>{wide}</div>"
    fine = f"<div style='overflow: auto'>{wide}</div><p>short</p>"
    readers = f"<div style='position: absolute; width: 1px; height: 1px; overflow: hidden'>{wide}</div>"
    assert [fault["what"].split(".")[0] for fault in overflow(drawn(page, wide))] == ["p"]
    assert [fault["what"].split(".")[0] for fault in overflow(drawn(page, cut))] == ["div", "p"]
    assert overflow(drawn(page, fine + readers)) == []


def test_things_on_top_of_each_other_are_found(page: Page) -> None:
    svg = "<svg width=200 height=80>{}</svg>"
    label = "<text class=label x={} y=20>{}</text>"
    apart = svg.format(label.format(5, "one") + label.format(100, "two"))
    close = svg.format(label.format(5, "one") + label.format(20, "two"))
    assert overlaps(drawn(page, apart), ".label") == []
    (found,) = overlaps(drawn(page, close), ".label")
    assert "one" in found["first"]
    assert "two" in found["second"]
    assert found["across"] == pytest.approx(14, abs=3)
    cut = "<div style='overflow: hidden; width: 20px; white-space: nowrap' class=label>far too long</div>"
    assert overlaps(drawn(page, f"<div style='display: flex'>{cut}<b class=label>next</b></div>"), ".label") == []
    nested = "<div class=label>a <b class=label>b</b></div>"
    assert overlaps(drawn(page, nested), ".label") == []
    empty = f"<style>body {{ overflow: hidden; height: 0 }}</style>{close}"
    assert overlaps(drawn(page, empty), ".label")


# Ratios as the WCAG's own examples have them: #777 on white is the one that just fails.
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p style='color: #777'>grey</p>", 4.48),
        ("<p style='color: black'>black</p>", 21),
        ("<p style='color: rgb(0 0 0 / 54%)'>faint</p>", 4.59),
        ("<p style='color: black; opacity: .54'>faint</p>", 4.59),
        ("<p style='background: black; color: white'>white</p>", 21),
        (
            "<svg><rect width=90 height=40 fill='black' pointer-events='none'/><text y=20 fill='white'>w</text></svg>",
            21,
        ),
        ("<p style='color: color-mix(in srgb, black 50%, white)'>mixed</p>", 3.95),
    ],
)
def test_contrast_is_that_of_the_colours_as_painted(page: Page, body: str, expected: float) -> None:
    (text,) = contrast(drawn(page, body))
    assert text["ratio"] == pytest.approx(expected, abs=0.08)
