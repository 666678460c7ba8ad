"""Every notebook of `examples/` runs top to bottom in a real kernel."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.patience import STARTING

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.ipynb"))


def executed(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    """The notebook after a run in a kernel of its own."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))  # nobody's own start-up files
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=3 * STARTING,
        startup_timeout=STARTING,
        kernel_name="python3",
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    return notebook


def text(cell: nbformat.NotebookNode) -> str:
    """All that a cell has shown, as plain text."""
    return "\n".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)


@pytest.mark.kernel
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = executed(path, tmp_path, monkeypatch)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert cells, "an example must have code"
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    if path.stem == "training":
        true_before_between_and_after_steps(cells)


def true_before_between_and_after_steps(cells: list[nbformat.NotebookNode]) -> None:
    """An engine of one's own that trains is drawn and checked at any moment, and never called wrong."""
    checks = [text(cell) for cell in cells if "%gradcheck" in cell.source]
    pictures = [text(cell) for cell in cells if cell.source.startswith("%grad ")]
    assert len(checks) == len(pictures) == 3
    assert all(check.startswith("loss: right") for check in checks)
    said = [["moved since loss was computed" in shown for shown in each] for each in (checks, pictures)]
    assert said == [[False, True, True], [False, True, True]]
    values = [float(re.findall(r"^loss = (\S+)", shown)[0]) for shown in pictures]
    assert values == sorted(values, reverse=True), "the loss goes down"
