"""Side effects: what the cell changes beyond its own names, and what a rerun must not do twice."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


def rerun(w: Writer) -> str:
    """A branch on one of the first two numbers, so that moves run the cell again."""
    return f"({w.small()} if {w.one('a', 'b')} > {w.constant(-0.5, 0.5)} else {w.name()} * 2)"


@kind("effect: an append to an earlier list")
def append(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {rerun(w)}", w.one(f"hist.append({w.r})", f"hist.extend([{w.r}, 1.0])", f"hist += [{w.r}]")]


@kind("effect: the length of an earlier list takes part")
def length(w: Writer) -> Sequence[str]:
    return [f"hist.append({w.name()})", f"{w.r} = {rerun(w)} * len(hist)"]


@kind("effect: nonlocal")
def nonlocal_(w: Writer) -> Sequence[str]:
    return [f"{w.r} = bump({rerun(w)})"]


@kind("effect: an attribute of a function")
def function_attribute(w: Writer) -> Sequence[str]:
    return [f"{w.r} = calls({rerun(w)})"]


@kind("effect: an attribute of a class")
def class_attribute(w: Writer) -> Sequence[str]:
    return [f"{w.r} = model({rerun(w)}) + Model.steps"]


@kind("effect: a counter in a dict")
def dict_counter(w: Writer) -> Sequence[str]:
    line = w.one("book['n'] += 1", "book['m'] = book.get('m', 0) + 1", "tally['x'] += 1", "tally.update(['n'])")
    return [line, f"{w.r} = {rerun(w)} * (book['n'] + tally['x'])"]


@kind("effect: array.array")
def an_array(w: Writer) -> Sequence[str]:
    return [w.one("ticks[0] += 1", "ticks.append(1.0)"), f"{w.r} = {rerun(w)} * (ticks[0] + len(ticks))"]


@kind("effect: a deque and a set")
def deque_and_set(w: Writer) -> Sequence[str]:
    return [f"last3.append({w.name()})", f"seen.add('x{w.r}')", f"{w.r} = {rerun(w)} * (len(last3) + len(seen))"]


@kind("effect: global")
def global_(w: Writer) -> Sequence[str]:
    f = w.fresh("f")
    lines = [f"def {f}():", "    global k", "    k = k + 1", "    return k"]
    return [*lines, f"{w.r} = {rerun(w)} * {f}()"]


@kind("effect: an earlier name is bound anew")
def rebound(w: Writer) -> Sequence[str]:
    return [f"k = k + {w.name()}", f"{w.r} = {rerun(w)} * k"]


@kind("effect: an iterator of the cell")
def iterator(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = iter([{w.name()}, 0.5, 1.5])", f"{w.r} = next({t}) * {rerun(w)} + next({t})"]
