"""What a page sends, sent to a real kernel: on the shell channel, and through a subshell."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from tests.patience import PATIENCE, STARTING

pytestmark = pytest.mark.kernel


class Page:
    """A client of one kernel that speaks as the live view of the cell it last ran would."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client
        self.comm = ""
        self.answers: list[dict[str, Any]] = []

    def run(self, code: str) -> str:
        """Run a cell; the text of its result."""
        shown: list[str] = []

        def hear(message: Any) -> None:
            self._hear(message)
            if message["msg_type"] == "execute_result":
                shown.append(message["content"]["data"]["text/plain"])

        reply: Any = self.client.execute_interactive(code, output_hook=hear, timeout=STARTING)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(shown)

    def value(self, expression: str) -> Any:
        """The value of an expression in the kernel."""
        return ast.literal_eval(self.run(expression))

    def ask(self, *point: float, seq: int = 1, subshell: str | None = None, **wrong: Any) -> None:
        """Send the point where the sliders stand; `wrong` replaces parts of the message."""
        session = self.client.session
        state = {"asked": {"seq": seq, "revision": 1, **wrong}}
        data = {"method": "update", "state": state, "buffer_paths": [["asked", "point"]]}
        message = session.msg("comm_msg", {"comm_id": self.comm, "data": data})
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        session.send(self.client.shell_channel.socket, message, buffers=[struct.pack(f"<{len(point)}d", *point)])

    def answered(self, seq: int) -> dict[str, Any]:
        """The kernel's answer to request `seq`, once it has arrived."""
        while not (self.answers and self.answers[-1]["seq"] >= seq):
            self._hear(self.client.get_iopub_msg(timeout=PATIENCE))
        return self.answers[-1]

    def subshell(self) -> str | None:
        """A new subshell; None if the kernel has none."""
        info: Any = self.client.kernel_info(reply=True, timeout=PATIENCE)
        if "kernel subshells" not in info["content"].get("supported_features", []):
            return None
        session = self.client.session
        session.send(self.client.control_channel.socket, session.msg("create_subshell_request", {}))
        reply: Any = self.client.get_control_msg(timeout=PATIENCE)
        return str(reply["content"]["subshell_id"])

    def _hear(self, message: Any) -> None:
        content = message["content"]
        if message["msg_type"] == "comm_open" and "asked" in content["data"].get("state", {}):
            self.comm = content["comm_id"]
        if message["msg_type"] == "comm_msg" and content["comm_id"] == self.comm:
            answer = content["data"].get("state", {}).get("answered")
            self.answers += [answer] if answer else []


@pytest.fixture(scope="module")
def client() -> Iterator[BlockingKernelClient]:
    manager = KernelManager()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=STARTING)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def page(client: BlockingKernelClient) -> Page:
    page = Page(client)
    page.run("%load_ext microgradext")
    page.run("%%grad f\na = -2.0\nb = 3.0\nf = a * b + a")
    assert page.comm
    return page


def test_the_kernel_goes_where_the_page_is(page: Page) -> None:
    page.ask(5.0, 2.0)
    assert page.answered(1)["problem"] == ""
    assert page.value("a.data, b.data, f.data, a.grad, b.grad") == (5.0, 2.0, 15.0, 3.0, 5.0)


def test_through_a_subshell_too_while_a_cell_runs_and_before_the_next(page: Page) -> None:
    subshell = page.subshell()
    if subshell is None:
        pytest.skip("this kernel has no subshells")
    sleeping = page.client.execute("import time; time.sleep(1)")
    page.ask(5.0, 2.0, subshell=subshell)
    while page.client.get_shell_msg(timeout=PATIENCE)["parent_header"].get("msg_id") != sleeping:
        pass
    assert page.value("a.data, f.data, a.grad") == (5.0, 15.0, 3.0)


def test_the_last_of_a_thousand_moves_arrives(page: Page) -> None:
    for seq in range(1, 1001):
        page.ask(seq / 100, 2.0, seq=seq)
    assert page.answered(1000)["seq"] == 1000
    assert page.value("a.data, f.data") == (10.0, 30.0)


@pytest.mark.parametrize(
    ("point", "wrong"),
    [((1.0,), {}), ((1.0, 2.0, 3.0), {}), ((1.0, 2.0), {"seq": "2"}), ((1.0, 2.0), {"seq": -4}), ((), {})],
)
def test_a_wrong_question_changes_nothing_and_is_corrected(page: Page, point: tuple[float, ...], wrong: Any) -> None:
    page.ask(*point, **wrong)
    page.ask(7.0, 1.0, seq=9)
    page.answered(9)
    first = page.answers[0]
    assert first["problem"]
    assert first["input"] == -1
    assert page.value("a.data, b.data") == (7.0, 1.0)


def test_a_question_asked_of_an_earlier_graph_means_the_same_inputs(page: Page) -> None:
    page.run("%%grad y\nx = 1.0\nif x > 0:\n    k = Value(2.0)\nelse:\n    m = Value(3.0)\ny = x * (k if x > 0 else m)")
    page.ask(-1.0, 2.0)
    assert page.answered(1)["revision"] == 2
    page.ask(5.0, 7.0, seq=2)  # asked of the first graph, in which k had a part
    assert page.answered(2)["problem"] == ""
    assert page.value("x.data, k.data, y.data") == (5.0, 7.0, 35.0)


def test_a_nan_is_a_number_like_others(page: Page) -> None:
    page.ask(float("nan"), 2.0)
    assert page.answered(1)["problem"] == ""
    assert page.run("a.data, f.data") == "(nan, nan)"


def test_an_interrupt_ends_a_rerun_and_leaves_the_values(page: Page) -> None:
    page.run("import os, signal, threading, time")
    page.run(
        "%%grad y\nx = 2.0\nwhile x < 0:\n"
        "    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n    time.sleep(60)\ny = x * x"
    )
    page.ask(-1.0)
    answer = page.answered(1)
    assert answer["problem"] == "Interrupted."
    assert answer["input"] == 0
    assert page.value("x.data, y.data") == (2.0, 4.0)


def test_pictures_that_share_a_value_agree_whichever_is_moved(page: Page) -> None:
    first = page.comm
    page.run("%%grad h -w b\nh = b * 10 + f")
    second, page.comm = page.comm, first
    page.ask(4.0, 3.0)
    assert page.answered(1)["problem"] == ""
    assert page.value("a.data, b.data, f.data, h.data") == (4.0, 3.0, 16.0, 46.0)
    page.comm = second
    page.ask(1.0, seq=2)
    assert page.answered(2)["problem"] == ""
    assert page.value("a.data, b.data, f.data, h.data, b.grad") == (4.0, 1.0, 8.0, 18.0, 14.0)
