"""A cell that runs a thousand times leaves what one run leaves."""

from __future__ import annotations

from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from tests.examples import share
from tests.patience import PATIENCE, STARTING

from .test_comm import Page, client  # noqa: F401  (the kernel, as a fixture)

pytestmark = pytest.mark.kernel

CELL = "%%grad f\na = 2.0\nb = 3.0\nf = a * b + sin(a)\nif f > 0:\n    f = f * 2"
COUNTS = """(
    len(__import__('ipywidgets').widgets.widget._instances),
    len(__import__('comm').get_comm_manager().comms),
    len([thing for thing in __import__('gc').get_objects() if type(thing).__name__ in ('GradResult', 'Run', 'Graph')]),
)"""


def run(client: BlockingKernelClient, times: int) -> None:  # noqa: F811
    """Run the cell as JupyterLab does, with the cell's id."""
    session = client.session
    content = {"code": CELL, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    for _ in range(times):
        message = session.msg("execute_request", content, metadata={"cellId": "the-cell"})
        session.send(client.shell_channel.socket, message)
        reply: Any = client.get_shell_msg(timeout=STARTING)
        assert reply["content"]["status"] == "ok", reply["content"]
        while client.iopub_channel.msg_ready():
            client.get_iopub_msg(timeout=PATIENCE)


def test_comms_widgets_and_runs_do_not_pile_up(client: BlockingKernelClient) -> None:  # noqa: F811
    page = Page(client)
    page.run("%load_ext microgradext")
    run(client, 20)
    page.run("import gc, resource; gc.collect()")
    before = page.value(COUNTS)
    start = page.value("resource.getrusage(resource.RUSAGE_SELF).ru_maxrss")
    run(client, share(1000))
    page.run("gc.collect()")
    assert page.value(COUNTS) == before
    grown = page.value("resource.getrusage(resource.RUSAGE_SELF).ru_maxrss") - start
    assert grown < 20_000, f"the runs took {grown} KB more"
