"""The recipe of docs/export.md: a small book, built by Sphinx from its blocks, with a live picture in each page."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from microgradext import grad
from tests.browser.driver.agreement import agree
from tests.browser.saved.exported import opened

GUIDE = Path(__file__).parents[3] / "docs/export.md"


def block(opening: str) -> str:
    """A fenced block of the guide, by its first line or its language."""
    blocks = re.findall(r"^(`{3,})(.*?)^\1$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = [text for _, text in blocks if text.startswith(opening)]
    return str(found.partition("\n")[2])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built book."""
    source = tmp_path_factory.mktemp("book")
    pages = {"conf.py": "python\n# conf.py", "index.md": "markdown", "second.rst": "rst"}
    for name, opening in pages.items():
        (source / name).write_text(block(opening), "utf-8")
    with (source / "index.md").open("a") as index:
        index.write("\n```{toctree}\nsecond\n```\n")
    build = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(source), str(source / "built")]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return source / "built"


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["index", "second"])
def test_a_picture_in_a_book_is_alive(name: str, book: Path, browser: Browser) -> None:
    result = grad("a = -2.0; b = 3.0; d = a * b; e = a + b; f = d * e")
    with opened(browser, book / f"{name}.html") as exported:
        live = exported.picture()
        expect(exported.page.locator(".microgradext-static")).to_be_hidden()
        agree(live, result)
        live.move_all({"a": 1.5, "b": -0.5})
        agree(live, result)
        exported.screenshot(f"exported-book-{name}")
        assert not exported.foreign_requests
