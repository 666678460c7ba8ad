"""Turns are counted however the body of a loop begins."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import pytest

from .test_scopes import MONITORS, graph_of, scopes_of, untraced

FIRST = {
    "try": "try:\n  u = n\nexcept KeyError:\n  u = 0\nfinally:\n  u = 1",
    "raising": "try:\n  raise KeyError\nexcept KeyError:\n  u = 0\nfinally:\n  u = 1",
    "with": "with nothing():\n  u = 1",
    "import": "import os.path as u",
    "def": "def u(k=1): return k",
    "decorated": "@nothing\ndef u(k=1): return k",
    "class": "class u: k = 1",
    "match": "match n:\n  case 1: u = 1\n  case _: u = 2",
    "assert": "assert n < 9",
    "if": "if n == 2: u = 1\nelif n == 3: u = 2",
    "chain": "u = 0 < n < 9 < 10",
    "for": "for u in (1, 2): pass",
    "while": "u = 0\nwhile u < 2: u += 1",
    "nested while": "while n < 0: n = 1",
    "comprehension": "u = [k for k in range(2) if k]",
    "del": "u = 1\ndel u",
    "string": "f'{n}{n!r}'",
    "lambda": "u = lambda k=n: k",
    "pass": "pass",
    "condition": "u = 1 if n == 2 else 0",
    "and": "n and n == 2 and n",
    "starred": "u = [*(1, 2), *(1, 2)]",
}
"""How the body of a loop may begin."""


@pytest.mark.parametrize("head", ["while n < 3:", "for _ in range(3):", "while True:"])
@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("inside", [False, True])
@untraced
def test_turns_are_counted_however_a_body_begins(head: str, first: str, inside: bool) -> None:
    loop = f"n = 0\n{head}\n" + indent(f"{FIRST[first]}\nif n > 2: break\nn += 1\ns = s + a", "  ")
    text = "def f(s, a):\n" + indent(f"{loop}\nreturn s", "  ") + "\ns = f(s, a)" if inside else loop
    graph = graph_of(f"a = 1.0\ns = a * 1\n{text}", {"nothing": nothing})
    scopes = scopes_of(graph)
    turns = [scopes[each].ordinal for each in range(len(scopes)) if scopes[each].kind == "turn"]
    told = inside or first not in UNTOLD or MONITORS
    assert turns == ([1, 2, 3] if told or head.startswith("for") else [])


UNTOLD = {"for"}
"""Where Python 3.11 has no name that is the first in each turn of a `while` at the top level."""


class nothing:  # noqa: N801  (a decorator and a context)
    def __init__(self, function: Any = None) -> None:
        self.function = function

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None
