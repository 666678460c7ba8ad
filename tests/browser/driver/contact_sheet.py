"""All pictures on one page, to be looked at: a row for each subject and theme, a column for each width."""

import html
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import SCREENSHOTS, Notebook

WIDTHS = (420, 760, 1080, 1400)
THEMES = ("light", "dark")
STYLE = """
body { font: 20px system-ui; margin: 24px; background: #f0f0f0; zoom: .5 }
section { display: flex; gap: 16px; align-items: flex-start; margin-bottom: 32px }
figure { margin: 0 } figcaption { color: #555; padding: 4px 0 } img { display: block; box-shadow: 0 0 0 1px #ccc }
"""


def subjects(names: Iterable[str], always: Collection[str]) -> list[Any]:
    """The names as parameters of a test, which only a thorough run takes all of."""
    return [pytest.param(name, marks=[] if name in always else pytest.mark.thorough) for name in names]


@dataclass(frozen=True)
class Shot:
    """One picture of the sheet."""

    subject: str
    theme: str
    width: int
    path: Path


def shoot(
    lab: Lab,
    subjects: Mapping[str, Sequence[str]],
    *,
    part: Callable[[Notebook], Locator],
    look: Callable[[Shot, Locator], None] = lambda shot, part: None,
    widths: Sequence[int] = WIDTHS,
) -> list[Shot]:
    """Run each notebook (name → cells) and take `part` of it in every theme and width; `look` may measure it there."""
    shots = []
    for subject, cells in subjects.items():
        notebook = lab.notebook(cells, name=subject)
        notebook.run_all()
        for theme in THEMES:
            notebook.theme("dark" if theme == "dark" else "light")
            for width in widths:
                notebook.width(width)
                path = notebook.screenshot(f"{subject}-{theme}-{width}", part(notebook))
                shots.append(Shot(subject, theme, width, path))
                look(shots[-1], part(notebook))
        lab.close_notebooks()
    return shots


def write(browser: Browser, shots: Sequence[Shot], name: str = "contact-sheet") -> Path:
    """The sheet as `screenshots/<name>.html` and as a picture beside it."""
    sheet = SCREENSHOTS / f"{name}.html"
    sheet.write_text(_page(shots), encoding="utf-8")
    page = browser.new_page()
    page.goto(sheet.as_uri())
    page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
    page.close()
    return sheet


def _page(shots: Sequence[Shot]) -> str:
    rows: dict[tuple[str, str], list[Shot]] = {}
    for shot in shots:
        rows.setdefault((shot.subject, shot.theme), []).append(shot)
    body = "".join(
        f"<h2>{html.escape(subject)}, {theme}</h2><section>{''.join(map(_figure, row))}</section>"
        for (subject, theme), row in rows.items()
    )
    return f"<!doctype html><meta charset=utf-8><title>Contact sheet</title><style>{STYLE}</style>{body}"


def _figure(shot: Shot) -> str:
    return f'<figure><figcaption>{shot.width} px</figcaption><img src="{shot.path.name}" alt=""></figure>'
