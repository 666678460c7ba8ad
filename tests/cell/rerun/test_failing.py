"""A rerun that fails, has no output or is interrupted leaves everything as it was."""

from __future__ import annotations

import _thread
import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from microgradext import Value
from microgradext.cell.problem import CellProblem
from microgradext.cell.run import Run

from ..cells import again, cell, output

FAILING = """
import random
x = Value(2.0)
hist.append(x.data)
count += 1
k.data = k.data + 1
new = x * k
y = new * random.random()
y.backward()
if x > 5:
    raise error
"""


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_rerun_that_fails_leaves_everything_as_it_was(error: type[BaseException]) -> None:
    k, deep = Value(1.0, label="k"), [1.0]
    names: dict[str, Any] = {"Value": Value, "hist": [deep], "count": 0, "k": k, "error": error, "a": np.zeros(2)}
    run = cell(FAILING + "deep = hist[0]\ndeep.append(1)\na[0] += 1\n", names).run
    before = _picture(names, run)
    assert run.again is not None
    failed = run.again([6.0])
    assert type(failed.error) is error
    assert failed.stopped == "Stopped at line 10"
    assert failed.again is None
    assert _picture(names, run) == before
    assert deep == [1.0, 1]
    assert output(again(run, 3.0)) == pytest.approx(output(run) * 1.5)  # moving back heals it
    assert (names["count"], names["k"].data, names["a"].tolist(), deep) == (1, 2.0, [1.0, 0.0], [1.0, 1])


def _picture(names: dict[str, Any], run: Run) -> object:
    values = [(id(v), v._data, v._grad, v._locals, v._serial, v.label) for v in run.values]
    plain = {name: id(value) for name, value in names.items()}
    return plain, values, repr(names["hist"]), names["a"].tolist(), names["k"].data, random.getstate()


def test_a_rerun_that_has_no_output_is_refused_and_changes_nothing() -> None:
    names: dict[str, Any] = {}
    run = cell("x = 2.0\ny = x * 2 if x > 0 else 'none'", names, output="y").run
    y = names["y"]
    with pytest.raises(CellProblem, match="y is of type str"):
        again(run, -1.0)
    assert names["y"] is y
    assert names["x"].data == 2.0


def test_a_backward_that_raises_is_a_failure() -> None:
    source = "x = 2.0\ny = Value(4.0, (x,), 'sq')\ndef back():\n    assert x._data < 5\ny._backward = back"
    names: dict[str, Any] = {"Value": Value}
    run = cell(source, names).run
    y = names["y"]
    assert run.again is not None
    assert isinstance(run.again([6.0]).error, AssertionError)
    assert names["y"] is y
    assert again(run, 4.0).error is None


@contextmanager
def interrupting() -> Iterator[None]:
    """Interrupt until it takes effect: an interrupt that arrives in a callback, such as the collector's, is lost."""
    done = threading.Event()

    def insist() -> None:
        while not done.wait(0.2):
            _thread.interrupt_main()

    thread = threading.Thread(target=insist)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the interrupts that were lost
def test_a_rerun_that_never_ends_can_be_interrupted() -> None:
    names: dict[str, Any] = {}
    run = cell("x = 2.0\ny = x\nwhile x > 1 and y < 10: y = y * x\nwhile x < 0: y = x\ny", names).run
    held = names["y"]
    assert run.again is not None
    with interrupting():
        failed = run.again([-1.0])
    assert isinstance(failed.error, KeyboardInterrupt)
    assert names["y"] is held
    assert names["x"].data == 2.0


@contextmanager
def interrupted_at(function: str) -> Iterator[None]:
    """Raise KeyboardInterrupt when a function of ours is entered."""

    def trace(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_name == function:
            sys.settrace(None)
            raise KeyboardInterrupt

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)


INTERRUPTED = ["restored", "put_back", "carry", "execute", "settle_inputs", "graph_of", "frame_of", "verdict"]


@pytest.mark.parametrize("function", INTERRUPTED)
def test_an_interrupt_in_our_own_code_is_a_failure_like_any_other(function: str) -> None:
    names: dict[str, Any] = {"hist": [0]}
    run = cell("x = 2.0\nhist.append(x)\ny = x * x if x > 1 else x * 1", names).run
    held = names["y"], names["x"].data, names["x"].grad, list(names["hist"])
    assert run.again is not None
    with interrupted_at(function):
        failed = run.again([0.5])
    assert isinstance(failed.error, KeyboardInterrupt)
    assert (names["y"], names["x"].data, names["x"].grad) == held[:3]
    assert [id(item) for item in names["hist"]] == [id(item) for item in held[3]]
    assert output(again(run, 0.5)) == 0.5
