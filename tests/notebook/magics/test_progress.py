"""The line that says what a cell is busy with, in a real kernel: it appears, and nothing of it is ever stored."""

from __future__ import annotations

import random
import re
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from microgradext.cell.doing import CHECKING, DIFFERENTIATING, DRAWING, RECORDING, Doing
from tests.patience import STARTING

pytestmark = pytest.mark.kernel

SETUP = """
import logging, subprocess, sys, threading
from IPython.display import clear_output, display
from microgradext.notebook.magics import progress

looked = threading.Semaphore(0)
fits = progress._Line.fits

def look(line, before):
    looked.release()
    return fits(line, before)

progress._Line.fits = look
progress.PAUSE = 0.001

def wait():
    # Two looks: the first may have begun before.
    while looked.acquire(blocking=False):
        pass
    if progress.SILENCE < 1:
        assert all(looked.acquire(timeout=10) for _ in range(2))
"""
"""Lets cells wait until somebody has looked at what they do."""

ACTIONS = (
    "wait()",
    "wait()",
    "print('text', flush=True)",
    "print('no end of line', end='', flush=True)",
    "print('', end='')",
    "print('problem', file=sys.stderr, flush=True)",
    "logging.warning('logged')",
    "display('shown')",
    "handle = display('named', display_id=True)",
    "handle = display('named', display_id=True); handle.update('anew')",
    "clear_output()",
    "clear_output(wait=True)",
    "f = f * b + a",
    "1 / 0",
)


class Listening(NotebookClient):
    """Runs notebooks as nbclient does, and keeps what crosses the wire."""

    def __init__(self, *cells: str) -> None:
        made: Any = [nbformat.v4.new_code_cell(cell) for cell in ("%load_ext microgradext", SETUP, *cells)]
        super().__init__(
            nbformat.v4.new_notebook(cells=made), timeout=STARTING, startup_timeout=STARTING, allow_errors=True
        )
        self.heard: list[list[Any]] = [[] for _ in made]
        self.execute()

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        self.heard[cell_index].append(msg)
        return super().process_message(msg, cell, cell_index)

    def said(self, cell: int) -> list[str]:
        """The texts that were displayed in a cell after those of the setup."""
        return [str(m["content"].get("data", {}).get("text/plain", "")) for m in self.heard[cell + 2]]

    def stored(self, cell: int) -> list[Any]:
        """What is saved of it, without what differs in every run."""
        return [_stored(output) for output in self.outputs(cell)]

    def outputs(self, cell: int) -> list[Any]:
        """What is saved of it, with the text of one stream in one piece."""
        found: list[Any] = []
        for output in self.nb["cells"][cell + 2]["outputs"]:
            if found and output["output_type"] == "stream" and output["name"] == found[-1].get("name"):
                found[-1] = {**found[-1], "text": found[-1]["text"] + output["text"]}  # sent in pieces at any time
            else:
                found.append(dict(output))
        return found


def _stored(output: Any) -> Any:
    text = re.sub(r"[0-9a-f]{32}|microgradext-(static|live)-[0-9a-f]{8}|\"rid\":\"\w+\"|0x[0-9a-f]+", "", repr(output))
    return re.sub(r"ipykernel_\d+/\d+|In\[\d+\]|'model_id': '\w*'|Cell .*?line", "", text)


def _cell(actions: list[str], line: str = "") -> str:
    return "\n".join([f"%%grad {line}", "a = 2.0", "b = 0.5", "f = a * b", *actions])


def test_what_is_stored_is_what_is_stored_without_the_line() -> None:
    draw = random.Random(16)
    lines = ("", "", "", "--view none", "--check")
    cells = [_cell(draw.choices(ACTIONS, k=draw.randint(0, 5)), draw.choice(lines)) for _ in range(25)]
    at_once, never = "progress.SILENCE = 0.0", "progress.SILENCE = 1e6"
    ran = Listening(at_once, *cells, never, *cells)
    again = len(cells) + 1
    shown = 0
    for index, cell in enumerate(cells, 1):
        assert ran.stored(index) == ran.stored(index + again), cell
        assert not any("Running" in text for text in ran.said(index + again))
        shown += any("Running" in text for text in ran.said(index))
    assert shown  # how often depends on how fast the machine is


def test_what_other_programs_write_is_never_lost() -> None:
    cells = [_cell(["wait()", "subprocess.run(['echo', 'from outside'])", *["wait()"] * looks]) for looks in range(10)]
    ran = Listening("progress.SILENCE = 0.0", *cells)
    for messages, cell in zip(ran.heard, ran.nb["cells"], strict=True):
        own = next((m["parent_header"]["msg_id"] for m in messages if m["msg_type"] == "execute_input"), "")
        # What a kernel sends when the cell is over belongs to none.
        streams = [m for m in messages if m["msg_type"] == "stream" and m["parent_header"]["msg_id"] == own]
        sent = "".join(m["content"]["text"] for m in streams)
        stored = "".join(each["text"] for each in cell["outputs"] if each["output_type"] == "stream")
        assert stored == sent, cell["source"]
        assert "…" not in str(cell["outputs"])


def test_a_backward_that_prints_while_the_line_stands_among_other_outputs_leaves_an_empty_one() -> None:
    backward = "f._backward = lambda: (wait(), print('from a backward'))"
    make = "f = Value(1.0, (a,), 'mine')"
    ran = Listening("progress.SILENCE = 0.0", _cell([make, backward]), _cell(["print('text')", make, backward]))
    alone, among = ran.outputs(1), ran.outputs(2)
    assert [each["output_type"] for each in alone] == ["stream", "display_data", "display_data"]
    assert [each["output_type"] for each in among] == [
        "stream", "display_data", "stream", "display_data", "display_data",
    ]  # fmt: skip
    assert among[1]["data"] == {}


def test_it_says_how_many_operations_there_are_so_far() -> None:
    ran = Listening(
        "progress.SILENCE = 0.0", _cell(["for _ in range(5000):", "    f = f * b + a", "wait()"]), "a.data, f.data"
    )
    assert "Running: 10,000 operations so far …" in ran.said(1)
    assert len(ran.stored(1)) == 2


def test_nothing_is_sent_before_the_silence_has_lasted() -> None:
    ran = Listening("progress.SILENCE = 1e6", _cell([]), _cell(["print('text')"]), _cell([], "--view none"))
    sent = [[m["msg_type"] for m in ran.heard[cell + 2]] for cell in (1, 2, 3)]
    assert not {"update_display_data", "clear_output"} & {kind for each in sent for kind in each}
    assert [each.count("display_data") for each in sent] == [2, 2, 0]


def test_the_steps_in_words() -> None:
    doing = Doing()
    assert str(doing) == "Running …"
    told = []
    for step in (RECORDING, DIFFERENTIATING, DRAWING, CHECKING):
        doing.begin(step, 240_000)
        told.append(str(doing))
    assert told == [
        "Recording the graph of 240,000 operations (step 2 of 4) …",
        "Computing the gradients of 240,000 operations (step 3 of 4) …",
        "Drawing 240,000 operations (step 4 of 4) …",
        "Checking 240,000 operations …",
    ]
