"""The command line: `python -m microgradext export notebook.ipynb` writes a page in which the pictures are alive."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

NOTHING_LIVE = "Nothing in it is live: run the notebook's %%grad cells and save it, or export it with --execute."


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        print(_export(asked))
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror))
    except ValueError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return _failed("interrupted; nothing was written")
    return 0


def _export(asked: Namespace) -> str:
    from .notebook.export.pages import of_notebook, write

    exported = of_notebook(asked.notebook, asked.execute)
    written = write(exported, asked.output or asked.notebook.with_suffix(".html"))
    pictures = f"{exported.pictures} live picture{'' if exported.pictures == 1 else 's'}"
    said = f"{written}: {pictures}, {written.stat().st_size / 1024:.0f} KB"
    return said if exported.pictures else f"{said}. {NOTHING_LIVE}"


def _failed(sentence: str) -> int:
    print(f"microgradext: {sentence}", file=sys.stderr)
    return 1


def _parser() -> ArgumentParser:
    parser = ArgumentParser("microgradext", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="write a notebook as one live page")
    export.add_argument("notebook", type=Path, help="the notebook, as it was saved")
    export.add_argument("-o", "--output", type=Path, help="the page; NOTEBOOK.html if not given")
    export.add_argument("--execute", action="store_true", help="run the notebook first; its file is not changed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
