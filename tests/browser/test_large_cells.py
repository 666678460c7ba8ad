"""The sheet of large cells, to be looked at (`screenshots/large-cells.png`): each is one screen until it is opened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.driver.contact_sheet import Shot, shoot, subjects, write
from tests.browser.driver.geometry import overflow, overlaps
from tests.browser.driver.lab import Lab
from tests.browser.driver.large_cells import LARGE
from tests.browser.driver.notebook import Notebook, box
from tests.browser.driver.picture import picture
from tests.browser.test_accessibility import violations

WIDTHS = (420, 700, 1050, 1400)
SCREEN = 640  # px
ROOMY = 700  # px, from which on an output is one screen
SMALLEST = 10.5  # px, of text
ALWAYS = ("an-option", "an-epidemic")
SIZES = """root => {
    const found = {};
    for (const text of root.querySelectorAll('text, tspan, span, p, button, input')) {
        const own = [...text.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (!own || !text.checkVisibility() || text.closest('.mg-unseen')) continue;
        const size = parseFloat(getComputedStyle(text).fontSize);
        const picture = text.ownerSVGElement;
        const scale = picture?.viewBox.baseVal?.width
            ? picture.getBoundingClientRect().width / picture.viewBox.baseVal.width : 1;
        found[text.textContent] = size * scale;
    }
    return found;
}"""


@pytest.fixture(scope="module")
def shots(browser: Browser) -> Iterator[list[Shot]]:
    """The pictures of this run, which become the sheet in the end."""
    taken: list[Shot] = []
    yield taken
    write(browser, taken, "large-cells")


def live(notebook: Notebook) -> Locator:
    return picture(notebook, 1).root


@pytest.mark.parametrize("subject", subjects(LARGE, ALWAYS))
def test_a_large_cell_is_one_screen(lab: Lab, shots: list[Shot], subject: str) -> None:
    faults: dict[str, object] = {}

    def look(shot: Shot, part: Locator) -> None:
        output = part.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")
        tall = box(output)["height"]
        room, result = box(part), box(part.locator(".mg-output").first)
        found = {
            "tall": shot.width >= ROOMY and tall > SCREEN and tall,
            "wide": shot.width >= ROOMY
            and any(box(each)["width"] > shot.width + 1 for each in part.locator("svg.mg-graph").all()),
            "result out of sight": not room["x"] <= result["x"] <= room["x"] + room["width"] - result["width"] + 1,
            "small": [text for text, size in part.evaluate(SIZES).items() if size < SMALLEST - 0.01],
            "overflow": overflow(part),
            "overlaps": overlaps(part, ".mg-node:not(.mg-open) .mg-frame, .mg-edge-label text, .mg-box, .mg-slider"),
            "axe": shot.theme == "light" and shot.width == ROOMY and violations(part),
        }
        faults.update({f"{shot.theme} {shot.width}: {kind}": what for kind, what in found.items() if what})

    shots += shoot(lab, {subject: LARGE[subject].cells}, part=live, look=look, widths=WIDTHS)
    assert not faults
