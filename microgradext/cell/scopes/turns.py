"""Turns: the loops of the code that runs, and those of them whose turns are counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import CodeType

from ...engine.scopes.columns import Scopes
from ...engine.scopes.shape import Loops
from ...engine.scopes.tree import Tree
from ...engine.value import Value
from .frozen import frozen
from .loops import Found, loops_in
from .texts import Texts


class Turns:
    """What is known about the loops of code, found once for all runs of a cell."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._found: dict[int, tuple[CodeType, Found | None]] = {}  # by identity: a hash would walk the bytecode

    def __call__(self, code: CodeType) -> Found | None:
        """The loops of some code; None where it has none."""
        known = self._found.get(id(code))
        if known is None:
            known = self._found[id(code)] = code, loops_in(code, self.texts)
        return known[1]


class Counted:
    """The scopes of one run, and the loops whose turns are counted in it."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.tree = Tree(self._loops)
        self.named: Mapping[int, Mapping[int, int]] = {}  # the loops whose first names tell, by the identity of code
        self.hears = False  # whether the turns of other loops are told
        self.hears_bodies = False  # also where the body of a `while` begins
        self.stop: Callable[[], None] = lambda: None  # what is to happen when a tracer of the user's takes over
        self.mixed = False  # whether another thread ran a cell at the same time: operations may be noted in either run

    def frozen(self, values: Sequence[Value]) -> Scopes:
        """The scopes of the Values of a graph, once: what was known while the code ran is let go of."""
        tree = Tree(self._loops) if self.mixed else self.tree
        found = frozen(values, tree, self.turns, self.turns.texts)
        self.tree.release()
        return found

    def lose(self) -> None:
        """Count no turns from now on that a trace function of the user's keeps from being told."""
        self.hears_bodies = False
        self.stop()
        self.tree.told = frozenset()
        for thread in sys._current_frames().values():
            self.tree.lose(thread, hold=True)
        for shape in self.tree.shapes():
            found = self.turns(shape.code) if shape.counted else None
            if shape.loops is not None and found is not None:
                for slot in shape.counted - self._tellable(shape.code, found):
                    shape.give_up(slot)

    def _loops(self, code: CodeType) -> Loops | None:
        found = self.turns(code)
        if found is None:
            return None
        loops = replace(found.loops, counted=self._tellable(code, found))
        return replace(loops, told={}, first=()) if id(code) in self.named else loops

    def _tellable(self, code: CodeType, found: Found) -> frozenset[int]:
        if id(code) in self.named:
            return frozenset(self.named[id(code)].values())
        if not self.hears:
            return frozenset()
        return found.loops.counted - frozenset(() if self.hears_bodies else found.bodies.values())
