"""Live views of kernels that run in a thread of their own, as marimo's do: one for each session of an app."""

from __future__ import annotations

import asyncio
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from microgradext import grad
from microgradext.notebook.result import GradResult

CELLS = ["a = 2.0\nf = a * a", "a = 2.0\nf = a * a if a > 0 else -a"]  # replayed, and run again below 0


def asked(x: float, seq: int = 1) -> dict[str, Any]:
    return {"seq": seq, "revision": 1, "point": struct.pack("<d", x)}


def answer(result: GradResult) -> tuple[float, str, float]:
    """The point that the kernel answered, its problem, and the output."""
    answered = result.widget.answered
    return struct.unpack("<d", answered["point"])[0], answered["problem"], result.value.data


@pytest.mark.parametrize("cell", CELLS)
def test_a_request_is_answered_on_the_thread_of_the_cell(cell: str) -> None:
    def session() -> tuple[float, str, float]:
        result = grad(cell, {})
        result.widget.asked = asked(-3.0)
        return answer(result)

    with ThreadPoolExecutor(1) as kernel:
        assert kernel.submit(session).result() == (-3.0, "", 9.0 if cell == CELLS[0] else 3.0)


def test_a_request_that_another_thread_hears_is_answered_at_home() -> None:
    async def session() -> tuple[float, str, float]:
        result = grad(CELLS[1], {})
        live = result.widget
        heard = threading.Thread(target=lambda: setattr(live, "asked", asked(-3.0)))
        heard.start()
        heard.join()
        assert result.value.data == 4.0  # not yet
        await asyncio.sleep(0)
        return answer(result)

    with ThreadPoolExecutor(1) as kernel:
        assert kernel.submit(lambda: asyncio.run(session())).result() == (-3.0, "", 3.0)


def opened() -> GradResult:
    """A result with a live view."""
    result = grad(CELLS[0], {})
    assert result.widget.answered == {}
    return result


def test_sessions_leave_each_others_views_alone() -> None:
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        one, other = first.submit(opened).result(), second.submit(opened).result()
        other.inputs["a"].data = 5.0  # so that its view would have to follow

        def move() -> tuple[float, str, float]:
            one.widget.asked = asked(3.0)
            return answer(one)

        assert first.submit(move).result() == (3.0, "", 9.0)
        assert other.widget.answered == {}
