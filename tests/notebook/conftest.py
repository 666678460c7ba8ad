"""A real IPython shell in this process, with its displays and prints caught."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import capture_output


@dataclass
class Ran:
    """The outcome of one cell."""

    result: ExecutionResult
    out: str
    err: str
    outputs: list[Any]

    @property
    def error(self) -> BaseException | None:
        """What it raised."""
        return self.result.error_before_exec or self.result.error_in_exec

    @property
    def said(self) -> str:
        """All the text that the cell shows."""
        return self.out + self.err

    def data(self, kind: str) -> list[str]:
        """What was displayed as `kind`."""
        return [output.data[kind] for output in self.outputs if kind in output.data]


class Shell:
    """Runs cells as a user would."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def run(self, cell: str) -> Ran:
        """Run one cell, with history."""
        with capture_output() as caught:
            result = self.shell.run_cell(cell, store_history=True)
        return Ran(result, caught.stdout, caught.stderr, caught.outputs)

    def __getitem__(self, name: str) -> Any:
        return self.shell.user_ns[name]

    def __contains__(self, name: str) -> bool:
        return name in self.shell.user_ns


@pytest.fixture
def shell(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A shell with the extension loaded."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.history_manager.enabled = False  # type: ignore[union-attr]
    made.run_line_magic("colors", "nocolor")
    made.run_line_magic("load_ext", "microgradext")
    yield Shell(made)
    made.run_line_magic("unload_ext", "microgradext")
    InteractiveShell.clear_instance()
    # It would end its session with the process, when its folder is gone, and be held until then.
    atexit.unregister(made.atexit_operations)
    made.history_manager.end_session()  # type: ignore[union-attr]
