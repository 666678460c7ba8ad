"""What earlier cells have left behind: functions, classes and containers, in plain Python as users write it."""

from __future__ import annotations

from typing import Any

from microgradext.cell.text.spans import keep_text

EARLIER = """
import json
import math
import numbers
import struct
from array import array
from collections import Counter, deque, namedtuple
from dataclasses import asdict, astuple, dataclass, replace
from functools import lru_cache, reduce
from itertools import accumulate, starmap
from operator import itemgetter, mul
from types import SimpleNamespace
import numpy as np

k = 1.5
hist = []
book = {'n': 1}
tally = Counter()
ticks = array('d', [0.0, 0.0])
last3 = deque(maxlen=3)
seen = set()
grid = [[0.5, 0.25], [2.0]]
prices = {1: 0.5, 2: 1.5, 3: -0.5}
memo = {}

def square(v): return v * v
def helper(t, s=0.5): return t * k + s if t > 0.2 else t - k
def logistic(v): return 1 / (1 + math.exp(-max(-30.0, min(30.0, v))))
def relu_(v): return v if v > 0 else 0.0
def step(v): return 1.0 if v > 0.5 else 0.0
def power(x, n): return 1.0 if n <= 0 else x * power(x, n - 1)
def horner(x, parts): return reduce(lambda have, part: have * x + part, parts, 0.0)
def parts_of(v, count):
    for i in range(count): yield v / (i + 1)
def newton(v):
    x = 1.0
    for _ in range(20):
        x = x - (x * x - v) / (2 * x)
        if abs(x * x - v) < 1e-12: break
    return x

def short(v): return float(f'{v:.3f}')
def shown(v): return f'{v:.2f}'
def whole(v): return int(v)
def cents(v): return round(v, 2)
def number(v): return v.data if hasattr(v, 'grad') else v
def scaled(v):
    if isinstance(v, (int, float)): return v * 2
    return [each * 2 for each in v]
def checked(v):
    if not isinstance(v, numbers.Real): raise TypeError('a number, please')
    return v * 1.5

def counter():
    n = 0
    def bump(v):
        nonlocal n
        n += 1
        return v * n
    return bump
bump = counter()
def calls(v):
    calls.n += 1
    return v + calls.n
calls.n = 0
def remembered(v):
    if v not in memo: memo[v] = v * v
    return memo[v]
@lru_cache
def cached(v): return v * v + 1

class Model:
    steps = 0
    def __init__(self, w): self.w, self.log = w, []
    def __call__(self, x):
        Model.steps += 1
        self.log.append(x)
        return self.w * x + 0.1
model = Model(0.5)
"""
"""The text of one earlier cell."""

CLASSES = """
@dataclass
class Point:
    x: float
    y: float = 0.5
    def length(self): return math.hypot(self.x, self.y)
Pair = namedtuple('Pair', 'left right')
"""
"""Another, which takes a millisecond, so it runs only where a cell needs it."""

_CODE, _CLASSES = (compile(text, keep_text(text, "earlier"), "exec") for text in (EARLIER, CLASSES))


def earlier_names(source: str) -> dict[str, Any]:
    """A new namespace in which the earlier cells have run, as far as the cell with this text needs them."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(_CODE, names)
    if "Point" in source or "Pair" in source:
        exec(_CLASSES, names)
    return names
