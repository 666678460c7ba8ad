"""What the audit leaves alone: functions that have nothing to do with the engine, files, and tapes of any kind."""

from __future__ import annotations

import linecache
from pathlib import Path
from typing import Any

import pytest

from microgradext import grad, gradcheck

SAVES = """
import math
from microgradext import Value
CALLS = []
def sinh(x):
    out = Value(math.sinh(x.data), (x,), 'sinh')
    def bw(): x.grad += math.cosh(x.data) * out.grad
    out._backward = bw
    return out
def save(model, path='model.txt'):
    CALLS.append(path)
    with open(path, 'w') as f: f.write(str(model))
def logged(x, path='log.txt'):
    out = Value(2 * x.data, (x,), 'logged')
    def bw(): x.grad += 2 * out.grad
    out._backward = bw
    with open(path, 'w') as f: f.write('made')
    return out
"""
TAPED = """
class Tape:
    def __init__(self): self.nodes = []
{tape}
def note(node): {where}.nodes.append(node)
class Num:
    {own}
    def __init__(s, data, children=()):
        s.data, s.grad, s.children, s.bw = data, 0.0, children, lambda: None
        if children: {add}
    def __mul__(s, o):
        out = Num(s.data * o.data, (s, o))
        def bw():
            s.grad += out.grad * o.data
            o.grad += out.grad * s.data
        out.bw = bw
        return out
    def backward(self):
        self.grad = 1.0
        for n in reversed({where}.nodes): n.bw()
"""
TAPES = {
    "an object of the module": TAPED.format(tape="TAPE = Tape()", where="TAPE", own="pass", add="TAPE.nodes.append(s)"),
    "by way of a function": TAPED.format(tape="TAPE = Tape()", where="TAPE", own="pass", add="note(s)"),
    "of the class": TAPED.format(tape="", where="Num.tape", own="tape = Tape()", add="Num.tape.nodes.append(s)"),
}


def module(code: str) -> dict[str, Any]:
    file = f"<engine {abs(hash(code))}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    names: dict[str, Any] = {"__name__": "engine_of_somebody"}
    exec(compile(code, file, "exec"), names)
    return names


@pytest.fixture
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    return module(SAVES)


def test_functions_that_have_nothing_to_do_with_the_engine_are_not_called(saves: dict[str, Any]) -> None:
    w = saves["Value"](1.0, label="w")
    y = saves["sinh"](w)
    w.data = 0.9
    assert gradcheck(y).ok
    by_hand = saves["Value"](2.0, (w,), "mine")
    by_hand._backward = lambda: None
    gradcheck(by_hand)
    grad(y)
    assert saves["CALLS"] == []
    assert not Path("model.txt").exists()


def test_no_file_is_written_to_find_out_what_a_function_does(saves: dict[str, Any]) -> None:
    y = saves["logged"](saves["Value"](1.0, label="w"))
    Path("log.txt").write_text("kept")
    gradcheck(y)
    assert Path("log.txt").read_text() == "kept"


@pytest.mark.parametrize("code", TAPES.values(), ids=TAPES)
def test_a_tape_is_as_long_as_before_and_the_engine_goes_on(code: str) -> None:
    names = module(code)
    a, b = names["Num"](3.0), names["Num"](2.0)
    y = a * b
    assert not gradcheck(y).wrong
    assert not gradcheck(y).wrong
    y.backward()
    assert (a.grad, b.grad) == (2.0, 3.0)
