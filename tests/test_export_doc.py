"""docs/export.md is true to the code: a cell for each row of its table, and what moves of it without a kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from microgradext import Value, grad
from tests.test_live_doc import EARLIER

ROWS: dict[str, tuple[str, set[str]]] = {
    "computes straight through": ("x = 2.0\ny = 3.0\nz = where(x > 1, max(x, 0), relu(y))", {"x", "y"}),
    "branches or loops on its data": ("x = 2.0\ny = 3.0\nz = x * y\nwhile z < 100:\n    z = z * z", {"x", "y"}),
    "has an operation written by hand": ("x = 2.0\ny = 3.0\nz = sinh(x) * y", {"y"}),
    "reads `.data` for something": ("x = 2.0\ny = 3.0\nk = (x * 2).data\nz = x * y * k", {"y"}),
    "keeps a number that nothing computes with": ("x = 2.0\ny = 3.0\nz = x * y\nlosses.append(z.data)", {"x", "y"}),
    "writes files": ("x = 2.0\ny = 3.0\nz = x * y if x > 0 else x\nopen('note.txt', 'w').close()", {"x", "y"}),
    "changes its inputs itself": ("w = 5.0\ny = w * w\ny.backward()\nw.data -= 0.1 * w.grad", set()),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_moves_is_what_the_table_says(
    row: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cell, moving = ROWS[row]
    assert row in (request.config.rootpath / "docs" / "export.md").read_text("utf-8")
    names: dict[str, Any] = {"Value": Value}
    exec(EARLIER, names)
    message = grad(cell, names).message(1)
    found = {each["name"] for each in message["inputs"] if not each["held"]}
    assert (set() if message["frozen"] else found) == moving
