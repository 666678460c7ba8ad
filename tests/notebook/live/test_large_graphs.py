"""A graph that is too large for a notebook is not in its file: it comes to the page apart, and the file says so."""

from __future__ import annotations

import zlib
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from nbclient import NotebookClient

from microgradext import grad
from microgradext.notebook.live.widget import WANTS_GRAPH
from microgradext.notebook.wire import packed
from microgradext.notebook.wire.saved import MIME, MOST_KEPT, not_kept
from tests.patience import PATIENCE, STARTING

from .test_comm import Page, client  # noqa: F401  (the kernel, as a fixture)

SENTENCE = "This graph has 30,000 operations: too many to keep in the notebook; run the cell to see it live."
LARGE = "x = 2.0\ny = x\nfor _ in range(15_000):\n    y = y * 0.5 + x"
BRANCHING = "x = 2.0\ny = x\nfor _ in range(15_000):\n    y = y * 0.5 + (x if x > 0 else 1.0)"
MOST = 60_000  # bytes of a result of any size, where widgets keep nothing of it


def chain(operations: int) -> str:
    return f"x = 2.0\ny = x\nfor _ in range({operations}):\n    y = y * x"


@pytest.mark.kernel
@pytest.mark.parametrize("state", [False, True])
def test_a_notebook_keeps_the_picture_and_the_sentence_alone(state: bool) -> None:
    cells: Any = ["%load_ext microgradext", "1", f"%%grad y\n{LARGE}"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=STARTING, startup_timeout=STARTING, store_widget_state=state).execute()
    static = notebook["cells"][-1]["outputs"][0]["data"]
    assert MIME not in static
    assert f"<p>{SENTENCE}</p></div>" in static["text/html"]
    assert "<img" in static["text/html"]
    kept = nbformat.writes(notebook)
    assert kept.count("too many to keep") == 1 + state
    pictures = len(static["text/html"]) + len(static["text/latex"])
    front_end = 310_000 if state else 0
    assert len(kept.encode()) - pictures - front_end < MOST


@pytest.mark.parametrize("more", [0, 1])
def test_how_many_are_kept(more: int) -> None:
    result = grad(chain(MOST_KEPT + more))
    said = not_kept(result.graph)
    assert bool(said) == bool(more)
    state = result.widget.get_state("graph")["graph"]
    assert ("apart" in state) == bool(more)
    if more:
        assert said.startswith("This graph has 10,001 operations")


def test_in_marimo_which_stores_nothing_it_is_in_the_trait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microgradext.notebook.live.shared.can_share", lambda: False)
    state = grad(LARGE).widget.get_state("graph")["graph"]
    assert state.keys() == {"rid", "revision", "deflated"}


class Hearing:
    """The graphs that a kernel sends apart."""

    def __init__(self, client: BlockingKernelClient) -> None:  # noqa: F811
        self.client = client

    def next(self) -> tuple[int, bytes]:
        """The revision of the next, and its content."""
        while True:
            message: Any = self.client.get_iopub_msg(timeout=PATIENCE)
            data = message["content"].get("data", {})
            if message["msg_type"] == "comm_msg" and data.get("method") == "custom":
                assert data["content"].items() >= WANTS_GRAPH.items()
                return data["content"]["revision"], bytes(message["buffers"][0])


@pytest.mark.kernel
def test_the_kernel_sends_it_when_it_is_new_and_when_it_is_asked_for(client: BlockingKernelClient) -> None:  # noqa: F811
    page = Page(client)
    page.run("%load_ext microgradext")
    client.execute(f"%%grad y\n{BRANCHING}")
    hearing = Hearing(client)
    while not page.comm:
        page._hear(client.get_iopub_msg(timeout=STARTING))
    revision, first = hearing.next()
    assert revision == 1
    session = client.session
    data = {"comm_id": page.comm, "data": {"method": "custom", "content": WANTS_GRAPH}}
    session.send(client.shell_channel.socket, session.msg("comm_msg", data))
    assert hearing.next() == (1, first)
    page.ask(-1.0)
    revision, second = hearing.next()
    assert revision == 2
    assert page.answered(1)["revision"] == 2
    head = zlib.decompress(second)
    length = int.from_bytes(head[: packed.WIDTH], "little")
    assert b'"revision":2' in head[packed.WIDTH :][:length]
