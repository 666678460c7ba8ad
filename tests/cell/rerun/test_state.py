"""Whatever state of the user's a cell changes, a rerun finds it as the first run did, and a failing one leaves it."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext.cell.moving import MovingRun
from microgradext.cell.rerun.reach import reach
from microgradext.cell.run import run_cell

CELL = "a = 2.0\nz = a * step() if a > 1 else -a * step()\nif a > 8: raise RuntimeError('too far')"
POINTS = st.lists(st.sampled_from([-3.0, 0.5, 2.0, 4.0, 9.0]), min_size=1, max_size=5)

# In each, step() counts its calls: 1, 2, 3 …
STATES = {
    "a variable of an enclosing function": """
        def outer():
            n = 0
            def bump():
                nonlocal n
                n += 1
                return n
            return bump
        step = outer()
    """,
    "a variable of an enclosing function that is not bound yet": """
        def outer():
            def bump():
                nonlocal n
                try: n += 1
                except NameError: n = 1
                return n
            return bump
            n = 0
        step = outer()
    """,
    "an attribute of a function": """
        def step():
            step.calls = getattr(step, 'calls', 0) + 1
            return step.calls
    """,
    "an attribute of a decorated function": """
        from functools import wraps
        def counted(function):
            @wraps(function)
            def wrapper():
                wrapper.calls += 1
                return function() + wrapper.calls
            wrapper.calls = 0
            return wrapper
        @counted
        def step(): return 0
    """,
    "an attribute of a class": """
        class Counter:
            total = 0
            @classmethod
            def step(cls):
                cls.total += 1
                return cls.total
        step = Counter.step
    """,
    "an attribute of a base class": """
        class Base: total = 0
        class Counter(Base): pass
        counter = Counter()
        def step():
            Base.total += 1
            return counter.total
    """,
    "a new attribute of a class": """
        class Counter: pass
        def step():
            Counter.total = getattr(Counter, 'total', 0) + 1
            return Counter.total
    """,
    "slots": """
        class Counter:
            __slots__ = ('n',)
            def step(self):
                self.n = getattr(self, 'n', 0) + 1
                return self.n
        step = Counter().step
    """,
    "slots of a base class, and attributes": """
        class Base: __slots__ = ('n',)
        class Counter(Base): pass
        counter = Counter()
        counter.n = counter.m = 0
        def step():
            counter.n += 1
            counter.m += 1
            return (counter.n + counter.m) / 2
    """,
    "a dataclass": """
        from dataclasses import dataclass
        @dataclass(slots=True)
        class Counter: n: int = 0
        @dataclass
        class Holder: counter: Counter; m: int = 0
        holder = Holder(Counter())
        def step():
            holder.counter.n += 1
            holder.m += 1
            return (holder.m + holder.counter.n) / 2
    """,
    "a property": """
        class Counter:
            n = 0
            @property
            def step(self):
                self.n += 1
                return self.n
        counter = Counter()
        def step(): return counter.step
    """,
    "an instance that can be called": """
        class Counter:
            def __init__(self): self.n = 0
            def __call__(self):
                self.n += 1
                return self.n
        step = Counter()
    """,
    "a plain namespace": """
        from types import SimpleNamespace
        state = SimpleNamespace(n=0)
        def step():
            state.n += 1
            return state.n
    """,
    "a container written in Python": """
        from collections import ChainMap, UserDict, UserList
        counts, items = ChainMap(UserDict(n=0)), UserList()
        def step():
            counts['n'] += 1
            items.append(1)
            return (counts['n'] + len(items)) / 2
    """,
    "a kind of exception": """
        class Halt(OSError):
            __slots__ = ('n',)
        halt = Halt(1, 'one')
        halt.n = 0
        def step():
            halt.n += 1
            return halt.n
    """,
    "a kind of partial": """
        from functools import partial
        class Counted(partial):
            n = 0
            def __call__(self):
                self.n += 1
                return super().__call__(self.n)
        log = []
        def count(n):
            log.append(n)
            return len(log)
        step = Counted(count)
    """,
    "a member of an enumeration": """
        from enum import Enum
        class Kind(Enum): ONE = 1
        Kind.ONE.calls = 0
        def step():
            Kind.ONE.calls += 1
            return Kind(1).calls
    """,
    "a context manager": """
        from contextlib import contextmanager
        log = []
        @contextmanager
        def logged():
            log.append(1)
            yield len(log)
        def step():
            with logged() as count: return count
    """,
    "an array of numbers": """
        from array import array
        counts = array('d', [0.0])
        def step():
            counts[0] += 1
            counts.append(7.0)
            return counts[0]
    """,
    "bytes seen through a view": """
        view = memoryview(bytearray(1))
        def step():
            view[0] += 1
            return view[0]
    """,
    "a list with attributes": """
        class History(list):
            n = 0
            def __setitem__(self, key, item): raise RuntimeError('append only')
            def add(self):
                self.n += 1
                self.append(self.n)
                return (self.n + len(self)) / 2
        step = History().add
    """,
    "a dict with its own way of setting": """
        from collections import OrderedDict
        class Doubling(dict):
            def __setitem__(self, key, item): super().__setitem__(key, 2 * item)
        doubling, ordered = Doubling(n=0), OrderedDict(a=0, b=0)
        def step():
            doubling['n'] = doubling['n'] // 2 + 1
            ordered['a'] += 1
            ordered.move_to_end('a')
            return (doubling['n'] // 2 + list(ordered.values())[-1]) / 2
    """,
    "a set with its own way of adding": """
        class Once(set):
            def add(self, item):
                if item in self: raise RuntimeError('twice')
                super().add(item)
        seen = Once()
        def step():
            seen.add(len(seen))
            return len(seen)
    """,
    "the bound method of a list": """
        items = []
        append, count = items.append, items.__len__
        def make():
            add = items.append
            def step():
                add(1)
                return count()
            return step
        step = make()
    """,
    "the environment": """
        import os
        os.environ.pop('MICROGRADEXT_COUNT', None)
        def step():
            count = int(os.environ.get('MICROGRADEXT_COUNT', 0)) + 1
            os.environ['MICROGRADEXT_COUNT'] = str(count)
            return count
    """,
    "the environment, imported on the spot": """
        __import__('os').environ.pop('MICROGRADEXT_COUNT', None)
        def step():
            from os import environ as env
            env['MICROGRADEXT_COUNT'] = str(int(env.get('MICROGRADEXT_COUNT', 0)) + 1)
            return int(env['MICROGRADEXT_COUNT'])
    """,
    "a function behind a cache": """
        from functools import lru_cache
        log = []
        @lru_cache
        def remember(key):
            log.append(key)
            return len(log)
        def step(): return remember('a')
    """,
    "the steps of an optimiser": """
        from microgradext import Value
        from microgradext.optim import SGD
        w = Value(0.0)
        optimiser = SGD([w], lr=1.0, momentum=1.0)
        def step():
            w.grad = -1.0
            optimiser.step()
            return w.data
    """,
}


def notebook(state: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(dedent(state), names)
    return names


def agree(names: dict[str, Any], points: list[float]) -> None:
    """Drag a cell through `points`: it must show what it would show there if it ran for the first time."""
    run = run_cell(CELL, names)
    assert run.error is None
    moving = MovingRun(run)
    for point in points:
        if point > 8:
            with pytest.raises(ValueError, match="too far"):
                moving.move([point])
        else:
            moving.move([point])
            assert moving.value.data == (point if point > 1 else -point)


@pytest.mark.parametrize("what", STATES)
@settings(max_examples=10)
@given(POINTS)
def test_state_is_put_back(what: str, points: list[float]) -> None:
    names = notebook(STATES[what])
    agree(names, points)
    if "cache" not in what:
        assert names["step"]() == (2 if "optimiser" not in what else 3)


MODULE = """
class Counter:
    total = 0
    def __init__(self): self.n = 0
    def step(self):
        self.n += 1
        Counter.total += 1
        return (self.n + Counter.total) / 2
def outer():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
step = outer()
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module that the user wrote."""
    (tmp_path / "of_the_users.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    yield import_module("of_the_users")
    del sys.modules["of_the_users"]


def test_state_of_a_module_of_the_users_is_put_back(module: Any) -> None:
    agree({"step": module.Counter().step}, [0.5, 9.0, 2.0, 0.5, 4.0])
    agree({"step": module.step}, [0.5, 9.0, 2.0, 0.5, 4.0])


CHANGES = {
    "bump()": "bump",
    "model.n += 1": "model",
    "type(model).total = 9": "model",
    "f.calls = 3": "f",
    "xs[0] = 100.0": "xs",
}


@pytest.mark.parametrize("change", CHANGES)
def test_state_that_other_code_has_changed_is_refused(change: str) -> None:
    names = notebook("""
        def outer():
            n = 0
            def bump():
                nonlocal n
                n += 1
                return n
            return bump
        bump, xs = outer(), [1.0]
        class Model: n, total = 0, 0
        model = Model()
        def f(): return xs
    """)
    moving = MovingRun(run_cell("a = 2.0\nz = a * bump() * f()[0] + model.n if a > 1 else -a", names))
    exec(change, names)
    moving.move([3.0])
    assert moving.value.data == 3.0
    with pytest.raises(ValueError, match=f"^{CHANGES[change]} has changed since this cell ran: run the cell again"):
        moving.move([0.5])


def test_a_class_that_only_inherits_from_a_library_is_the_users() -> None:
    names = notebook("""
        from logging import Handler
        class Mine(Handler): made = []
        mine, theirs = Mine(), Handler()
    """)
    assert {each.name for each in reach(names, ["mine"]).found} == {"mine"}
    assert reach(names, ["theirs"]).found == []
