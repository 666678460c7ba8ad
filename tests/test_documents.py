"""Documents name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
A_PATH = re.compile(r"`([\w.-]+/[\w./-]*?(?:\.(?:py|ts|css|json|mjs)|/)|[\w.-]+/)`")
MADE = {"tests/browser/screenshots/"}
"""What only a run of the tests makes."""


@pytest.mark.parametrize(("document", "least"), [("docs/architecture.md", 60), ("CONTRIBUTING.md", 4)])
def test_every_path_in_a_document_exists(document: str, least: int) -> None:
    named = set(A_PATH.findall((ROOT / document).read_text("utf-8"))) - MADE
    assert len(named) >= least, "or the paths are no longer read"
    rooms = [ROOT, ROOT / "microgradext", ROOT / "js"]
    lost = [path for path in sorted(named) if not any((room / path).exists() for room in rooms)]
    assert not lost, f"{document} names what is not there: {', '.join(lost)}"
