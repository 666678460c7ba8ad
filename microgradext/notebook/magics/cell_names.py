"""The names of cells, as in `Cell In[3]`, from the files that stand for them in tracebacks."""

from __future__ import annotations

import linecache
from dataclasses import dataclass

from IPython.core.interactiveshell import InteractiveShell

from ...engine.frames import NAMERS


def load(shell: InteractiveShell) -> None:
    """Call the cells of `shell` by their names wherever a line of code is named."""
    NAMERS.append(CellNames(shell))


def unload(shell: InteractiveShell) -> None:
    """Stop doing so."""
    NAMERS.remove(CellNames(shell))


@dataclass(frozen=True)
class CellNames:
    """What the cells of one shell are called."""

    shell: InteractiveShell

    def __call__(self, file: str) -> str:
        """The name of a cell; empty for a file that is not one."""
        call = getattr(self.shell.compile, "format_code_name", None)
        if call is not None:
            return " ".join(call(file) or ())
        number = self._number_of("".join(linecache.getlines(file)))
        return f"Cell In[{number}]" if number else ""

    def _number_of(self, text: str) -> int:
        """The latest cell with this text, which is all that IPython before 8 knows of a kernel's cell; 0 if none."""
        wanted, history = _bare(text), self.shell.history_manager
        cells = list(zip(history.input_hist_parsed, history.input_hist_raw, strict=False)) if history else []
        found = (n for n in range(len(cells) - 1, 0, -1) if wanted in (_bare(cells[n][0]), f"# {_bare(cells[n][1])}"))
        return next(found, 0) if wanted else 0  # a comment stands in place of the line of a `%%grad` cell


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
