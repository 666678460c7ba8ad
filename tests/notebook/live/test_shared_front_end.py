"""The front end crosses the wire once a notebook, wherever it is kept: counted in bytes."""

from __future__ import annotations

from typing import Any

import ipywidgets
import nbformat
import pytest
from ipywidgets.embed import dependency_state
from jupyter_client.blocking.client import BlockingKernelClient
from nbclient import NotebookClient

from microgradext import grad
from microgradext.notebook import front_end
from microgradext.notebook.live import shared
from microgradext.notebook.live.widget import WANTS_FRONT_END, LiveGraph
from tests.patience import PATIENCE, STARTING

from .test_comm import Page, client  # noqa: F401  (the kernel, as a fixture)

STATE = "application/vnd.jupyter.widget-state+json"
CELL = """\
%%grad f{0}
a = {0}.5
b = 3.0
c = 0.5
d = a * b + c
e = exp(d / 100) * a
g = sin(e) + tanh(d) * c
h = relu(g - a) + b ** 2
f{0} = h * g + e - d"""
MOST = 1_500_000  # bytes of a notebook of thirty results with all that widgets keep


def of_cell(name: str = "f") -> LiveGraph:
    return grad(f"a = 2.0\n{name} = a * a").widget


def models(state: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [model["state"] for model in state.values() if model["model_name"] == name]


@pytest.mark.kernel
def test_thirty_results_are_stored_with_one_front_end() -> None:
    cells: Any = ["%load_ext microgradext", *(CELL.format(i) for i in range(30))]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=STARTING, startup_timeout=STARTING, store_widget_state=True).execute()
    state = notebook["metadata"]["widgets"][STATE]["state"]
    views = models(state, "AnyModel")
    assert len(views) == 30
    assert len({view["_esm"] for view in views}) == 1
    (kept,) = models(state, "WidgetModel")
    assert kept["script"] == front_end.text(front_end.SCRIPT)
    assert {view["front_end"] for view in views} == {
        f"IPY_MODEL_{name}" for name, model in state.items() if model["model_name"] == "WidgetModel"
    }
    assert len(nbformat.writes(notebook).encode()) <= MOST


def test_a_page_of_one_view_gets_the_front_end_with_it() -> None:
    """As `embed_minimal_html` does it, which leaves out what has its default."""
    view = of_cell()
    state = dependency_state([view], drop_defaults=True)
    (one,), (kept,) = models(state, "AnyModel"), models(state, "WidgetModel")
    assert (one["_esm"], one["_view_name"]) == (front_end.text(front_end.STUB), "AnyView")
    assert one["front_end"] == f"IPY_MODEL_{shared.shared().model_id}"
    assert (kept["script"], kept["style"]) == (front_end.text(front_end.SCRIPT), front_end.text(front_end.STYLE))
    assert kept["policy"] == front_end.policy(kept["script"])


def test_a_view_that_is_closed_leaves_the_front_end_to_the_others() -> None:
    first, second = of_cell("f"), of_cell("g")
    first.close()
    assert second.front_end is shared.shared()
    assert shared.shared().comm is not None


def test_after_close_all_there_is_another() -> None:
    earlier = of_cell().front_end
    ipywidgets.Widget.close_all()
    later = of_cell().front_end
    assert earlier is not later
    assert shared.shared() is later


def test_in_marimo_a_view_brings_all_of_it_along(monkeypatch: pytest.MonkeyPatch) -> None:
    class Marimo:
        @staticmethod
        def running_in_notebook() -> bool:
            return True

    monkeypatch.setitem(__import__("sys").modules, "marimo", Marimo)
    view = of_cell()
    assert (view._esm, view._css) == (front_end.text(front_end.SCRIPT), front_end.text(front_end.STYLE))
    assert view.front_end is None


@pytest.mark.kernel
def test_a_stub_that_did_not_find_it_gets_it_from_the_kernel(client: BlockingKernelClient) -> None:  # noqa: F811
    page = Page(client)
    page.run("%load_ext microgradext")
    page.run("%%grad f\na = 2.0\nf = a * a")
    session = client.session
    for content in ("front end", {"kind": "front end", "script": "x"}, None, WANTS_FRONT_END):
        data = {"comm_id": page.comm, "data": {"method": "custom", "content": content}}
        session.send(client.shell_channel.socket, session.msg("comm_msg", data))
    heard: list[dict[str, Any]] = []
    while not heard:
        message: Any = client.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "comm_msg" and message["content"]["data"]["method"] == "custom":
            heard.append(message["content"]["data"]["content"])
    assert heard == [{**WANTS_FRONT_END, **shared.CONTENT}]
    assert page.value("f.data") == 4.0
