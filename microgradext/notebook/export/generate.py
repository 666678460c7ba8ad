"""Writes the templates of an exported page for the page itself: `python -m microgradext.notebook.export.generate`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ...engine.generate import ROOT, write
from .templates import TEMPLATES

HEADER = """\
// The HTML around live pictures, with holes like {{title}}.
// Written by `make generate` from microgradext/notebook/export/templates.py; edit that.
"""


def main(arguments: list[str]) -> int:
    """Write the file, or with --check say if it is stale; return the exit status."""
    return write(files(), arguments, "the templates of exported pages")


def files() -> dict[Path, str]:
    """The generated file and its text."""
    return {ROOT / "js" / "save" / "generated" / "templates.ts": typescript()}


def typescript() -> str:
    """The templates as constants."""
    return HEADER + "".join(f"\nexport const {name} = {json.dumps(text)};\n" for name, text in TEMPLATES.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
