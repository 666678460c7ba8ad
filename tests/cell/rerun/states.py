"""State that code of an earlier cell can change: a kind each."""

from __future__ import annotations

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
