"""Writes the code generated from the op table: `python -m microgradext.engine.generate [--check]`.

Python methods, tape functions for floats and for arrays, and the page's evaluator come from the same rows.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .sources.derivatives import derivatives
from .sources.page import typescript
from .sources.sentences import sentences
from .sources.tapes import scalar, vector
from .sources.values import operators

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are stale; return the exit status."""
    return write(files(), arguments, "the op table")


def write(files: Mapping[Path, str], arguments: Sequence[str], source: str) -> int:
    """Do what `main` does, for any `files` and the `source` they are generated from."""
    stale = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not up to date with {source}: run `make generate`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


def files() -> dict[Path, str]:
    """Every generated file and its text."""
    python = ROOT / "microgradext" / "engine" / "generated"
    return {
        python / "operators.py": operators(),
        python / "scalar.py": scalar(),
        python / "vector.py": vector(),
        ROOT / "js" / "mathematics" / "generated" / "derivatives.ts": derivatives(),
        ROOT / "js" / "mathematics" / "generated" / "ops.ts": typescript(),
        ROOT / "js" / "mathematics" / "generated" / "sentences.ts": sentences(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
