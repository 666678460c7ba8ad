"""Twins: a rule that stands in Python and in TypeScript names its other half in its first comment, and is named by it.

What both halves make of random cases is compared in tests/twins; numbers of the op table, in tests/engine.
"""

import re
from pathlib import Path

import pytest

from microgradext.notebook.live.panels import PANELS

ROOT = Path(__file__).parents[1]
FILES = [
    path
    for folder, kind in (("microgradext", "*.py"), ("js", "*.ts"))
    for path in sorted((ROOT / folder).rglob(kind))
    if "generated" not in path.parts
]
FIRST_COMMENT = re.compile(r'\A(?:r?"""(.*?)"""|/\*\*(.*?)\*/)', re.DOTALL)
DECLARED = re.compile(r"^(?: \* )?Twin: (\S+)$", re.MULTILINE)
A_PATH = re.compile(r"\b(?:js|microgradext)/[\w/]+\.(?:ts|py)\b")
KNOWN = """
    engine/guards.py engine/ieee.py explain/view.py explain/chain_rule/birth.py
    explain/layout/frames.py explain/layout/layers.py explain/layout/layout.py explain/layout/levels.py
    explain/layout/measures.py explain/layout/routes.py explain/layout/rows.py explain/layout/sizes.py
    explain/layout/widths.py explain/picture/flow.py explain/picture/legend.py explain/picture/stroke.py
    explain/words/code.py explain/words/local.py explain/words/numbers.py explain/words/typesetting.py
    explain/words/wording.py
    notebook/live/panels.py notebook/save/assignments.py notebook/save/sheet.py notebook/wire/protocol.py
    notebook/wire/saved.py
"""


def first_comment(path: Path) -> str:
    found = FIRST_COMMENT.match(path.read_text("utf-8"))
    return (found[1] or found[2]) if found else ""


TWINS = {
    path.relative_to(ROOT).as_posix(): set(names) for path in FILES if (names := DECLARED.findall(first_comment(path)))
}


@pytest.mark.parametrize("half", TWINS)
def test_a_twin_names_a_file_that_names_it_back(half: str) -> None:
    for other in TWINS[half]:
        assert (ROOT / other).is_file(), f"{half} names {other}, which is not there"
        assert half in TWINS.get(other, set()), f"{half} names {other} as its twin; name it back in its first comment"
        assert half.startswith("js/") != other.startswith("js/")


def test_all_known_pairs_are_declared() -> None:
    declared = {half.removeprefix("microgradext/") for half in TWINS if half.startswith("microgradext/")}
    assert declared >= set(KNOWN.split())


def test_a_half_that_is_named_in_a_first_comment_is_named_as_a_twin() -> None:
    """Not only in a sentence, which no test could check."""
    for path in FILES:
        here = path.relative_to(ROOT).as_posix()
        for other in A_PATH.findall(DECLARED.sub("", first_comment(path))):
            assert (ROOT / other).is_file(), f"{here} speaks of {other}, which is not there"
            assert not re.search(rf"(?:same|mirror)[^.]*{re.escape(other)}", first_comment(path)), here


def test_the_rooms_of_the_layout_have_the_same_files() -> None:
    python = {path.stem for path in (ROOT / "microgradext/explain/layout").glob("*.py")} - {"__init__"}
    assert python == {path.stem for path in (ROOT / "js/layout").glob("*.ts")}


def test_the_panels_have_the_same_names() -> None:
    text = (ROOT / "js/stage/panel.ts").read_text("utf-8")
    names = re.search(r"PANELS = \[(.*?)\]", text)
    assert names
    assert tuple(re.findall(r'"(\w+)"', names[1])) == PANELS
