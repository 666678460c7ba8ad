"""The cells of `examples/tour.ipynb`, each with what must run before it, and with Python's own result for it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from microgradext import GradResult, grad

TOUR = Path(__file__).parents[3] / "examples/tour.ipynb"


@dataclass(frozen=True)
class TourCell:
    """One `%%grad` cell: its heading as a file name, the plain cells before it, and its own text."""

    name: str
    before: tuple[str, ...]
    text: str

    @property
    def cells(self) -> list[str]:
        """A notebook that ends with this cell."""
        return ["%load_ext microgradext", *self.before, self.text]

    def result(self) -> GradResult:
        """What Python makes of the cell, in this process."""
        namespace: dict[str, Any] = {}
        for cell in self.before:
            exec(cell, namespace)
        line, _, body = self.text.partition("\n")
        output = line.removeprefix("%%grad").split(" -")[0].strip()
        return grad(body, namespace, output=output)


def tour() -> list[TourCell]:
    cells, before, heading = [], list[str](), ""
    for cell in nbformat.read(TOUR, as_version=4).cells:
        if cell.cell_type == "markdown":
            heading = _heading(cell.source) or heading
        elif cell.source.startswith("%%grad"):
            cells.append(TourCell(heading, tuple(before), cell.source))
        elif not re.search(r"^\s*%|=\s*%|\.(data|grad)\b", cell.source, re.MULTILINE):
            before.append(cell.source)
    return cells


def _heading(markdown: str) -> str:
    found = re.search(r"^#+ (.*)$", markdown, re.MULTILINE)
    return re.sub(r"\W+", "-", found[1].lower()).strip("-") if found else ""
