"""Tree: the scopes of a run as they come, each with the one around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import CO_GENERATOR
from itertools import count
from threading import get_ident
from types import CodeType, FrameType
from typing import Any, NamedTuple
from weakref import ref

from ..node import ROOM as MOMENT
from ..node import tick
from .entry import BEARERS, CELL, MODULE, MOST_PLAIN, NO_PARTS, NOWHERE, UNPLACED, Entry
from .naming import name_in, part_names
from .shape import OWN, USERS, Loops, Shape, ours

ROOM = 1 << 32
"""How many scopes a tree has numbers for."""

_trees = count(ROOM, ROOM)


MOST_HEARD = 5 * MOST_PLAIN
"""How often a trace hears of code that was given up, rather than being switched off."""

PLAIN_PER_OPERATION = 2
"""How much more often for each operation."""


class Scope(NamedTuple):
    """A scope as it is known while the code runs; kept as a plain tuple, which Python's collector does not walk."""

    parent: int  # the number of the scope around it; its own for the whole cell
    kind: int
    ordinal: int = 0  # of a turn
    site: Any = None  # where in the user's code a call was made
    code: CodeType | None = None  # of a call or loop
    slot: int = 0  # of a loop in its code
    label: str = ""  # of a module


def no_loops(code: CodeType) -> Loops | None:
    """Say of every code that nothing is known about its loops."""
    return None


class Tree:
    """The scopes of one run, numbered so that those of other runs have other numbers."""

    def __init__(self, loops: Callable[[CodeType], Loops | None] = no_loops) -> None:
        self.base = next(_trees)
        self.scopes: dict[int, tuple[Any, ...]] = {self.base: (self.base, CELL)}
        self.told: frozenset[int] = frozenset()  # the identities of code whose turns are told from its start on
        self._loops = loops
        self.next = count(self.base + 1).__next__
        self._shapes: dict[int, Shape] = {}
        self.follows: Callable[[CodeType], Mapping[int, int]] | None = None  # after which operations others are sure
        self.thread = 0  # in which a trace counts turns, if one does
        self._heard = 0  # how often a trace has heard of code that was given up
        self._bearable = MOST_PLAIN  # how often it may before somebody looks whether there were operations
        self._spared = MOST_HEARD  # how often it may at all
        self._moment = tick()
        self.silence: Callable[[FrameType], None] = lambda frame: None  # switches that trace off until an operation
        self._held: dict[FrameType, Entry] = {}  # of frames whose slot a tracer of the user's owns
        self._names: dict[int, tuple[Any, str]] = {}  # of modules, by the identity of the site of a call, which is held
        self._parts: dict[int, tuple[object, Mapping[int, str]]] = {}  # of a user's modules, which are held
        self._waiting: set[ref[Entry]] = set()  # those of generators and the like, in which turns are counted
        self._root = Entry(self, None, self.base)

    def bears(self) -> bool:
        """Whether a trace may go on hearing of what computes with plain numbers: not for long without an operation."""
        self._heard += 1
        if self._heard < self._bearable:
            return True
        now = tick()
        made, self._moment = (now - self._moment) // MOMENT - 1, now
        self._spared += PLAIN_PER_OPERATION * made
        self._bearable = min(self._heard + MOST_PLAIN, self._spared)
        return made > 0 and self._heard < self._bearable

    def spares(self) -> bool:
        """Whether a trace that is off may be switched on for more of it."""
        return self._heard < self._spared

    def begin(self, frame: FrameType) -> None:
        """Let whatever `frame` calls belong to the cell itself."""
        frame.f_trace = self._root

    def close(self) -> None:
        """Let go of the frames that had to be held; entries in those of others do nothing any more."""
        self.thread = 0
        for each in (self._held, self._waiting, self._names, self._parts):
            each.clear()

    def lose(self, frame: FrameType | None, *, hold: bool = False) -> None:
        """Count no turns any more in the calls that are open from `frame` outwards, and in generators.

        If a tracer may take what they hold, `hold` the frames. Turns that names tell are counted on without a tracer.
        """
        while frame is not None:
            entry = self.known(frame)
            if entry is not None and (hold or id(frame.f_code) not in self.told):
                entry.lose()
                if hold and entry is not self._root:
                    self._held[frame] = entry
            frame = frame.f_back
        for waiting in list(self._waiting):
            if (entry := waiting()) is not None:
                entry.lose()
        self._waiting.clear()

    def release(self) -> None:
        """Forget the scopes, when nobody will ask for them any more."""
        self.scopes.clear()
        self._shapes.clear()

    def shape(self, frame: FrameType) -> Shape:
        """The shape of the code of a frame."""
        code = frame.f_code
        found = self._shapes.get(id(code))
        if found is None:
            found = self._shapes[id(code)] = ours(frame) or Shape(frame, self._loops)
        return found

    def met(self, frame: FrameType) -> Shape | None:
        """The shape of the code of a frame, if it has come by."""
        return self._shapes.get(id(frame.f_code))

    def shapes(self) -> list[Shape]:
        """The shapes of all code that has come by."""
        return list(self._shapes.values())

    def known(self, frame: FrameType) -> Entry | None:
        """The entry of a frame, if it has one."""
        token: Any = frame.f_trace
        if type(token) is Entry and token.tree is self:
            return token
        return self._held.get(frame) if self._held else None

    def entry(self, frame: FrameType) -> tuple[FrameType, Entry]:
        """The frame to which an operation in `frame` belongs, and its entry."""
        while True:
            found = self.known(frame)
            if found is not None:
                return frame, found
            passes = self.shape(frame).bearing == "ours" and not frame.f_code.co_flags & CO_GENERATOR
            if not passes or frame.f_back is None:
                return frame, self.enter(frame)
            frame = frame.f_back

    def enter(self, frame: FrameType, *, starts: bool = False) -> Entry:
        """An entry for a frame that has none; turns are counted in it only from its start on."""
        caller = frame.f_back
        if caller is not None:  # it nearly always has one
            known = self.known(caller)
            if known is not None:
                return self._entered(frame, self.shape(frame), known, caller, starts=starts)
        waiting: list[FrameType] = []
        inner, outer = frame, self._root
        outermost = None
        while True:
            waiting.append(inner)
            behind = inner.f_back
            if behind is None:
                break
            known = self.known(behind)
            if known is not None:
                outer, outermost = known, behind
                break
            inner = behind
        for inner in reversed(waiting):
            shape = self.shape(inner)
            if shape.bearing == "ours" and not inner.f_code.co_flags & CO_GENERATOR and inner is not frame:
                continue
            outer = self._entered(inner, shape, outer, outermost, starts=starts and inner is frame)
            outermost = inner
        return outer

    def _entered(
        self, frame: FrameType, shape: Shape, outer: Entry, behind: FrameType | None, *, starts: bool
    ) -> Entry:
        entry = Entry(self, shape, UNPLACED)
        if shape.bearing in BEARERS:
            entry.outer, entry.offset = outer, behind.f_lasti if behind is not None else NOWHERE
            entry.during = outer.during_at(entry.offset, entry if shape.steps else None)
            if starts:
                shape.plain[OWN] += 1
        else:
            site, parent = outer.at(behind.f_lasti) if behind is not None else (None, self.base)
            entry.scopes[OWN] = parent
            entry.fixed = site if shape.bearing != "users module" else None
            if shape.bearing != "ours":
                entry.scopes[OWN], module = self._module(frame, shape, outer, behind, parent, site)
                entry.parts = self._parts_of(module, shape)
        if shape.bearing in USERS:
            entry.scopes += shape.none
            if shape.loops is not None and (starts or id(shape.code) in self.told):
                entry.turns = list(shape.first)
                entry.starts = shape.loops.told
                if shape.steps:
                    self._waiting.add(ref(entry, self._waiting.discard))
        if self.follows is not None and shape.bearing in USERS:
            if shape.follows is None:
                shape.follows = self.follows(shape.code)
            entry.follows = shape.follows
        if self.thread and not shape.steps and get_ident() == self.thread:
            frame.f_trace_lines = bool(entry.starts) and not (shape.loops and shape.loops.by_opcodes)
        if shape.bearing in ("ours", "module"):
            entry.sites = {}
            entry.parts = entry.parts or outer.parts
        if frame.f_trace is None or type(frame.f_trace) is Entry:
            frame.f_trace = entry
        else:
            self._held[frame] = entry
        return entry

    def _parts_of(self, module: object, shape: Shape) -> Mapping[int, str]:
        if shape.bearing == "module":
            return shape.parts.of(module) if shape.parts is not None else NO_PARTS
        if id(module) not in self._parts:
            self._parts[id(module)] = module, part_names(module)
        return self._parts[id(module)][1]

    def _module(
        self, frame: FrameType, shape: Shape, outer: Entry, behind: FrameType | None, parent: int, site: Any
    ) -> tuple[int, object]:
        """A new scope for the call of a module, and the module."""
        module = frame.f_locals.get(frame.f_code.co_varnames[0])
        label = outer.parts.get(id(module), "")
        if not label and outer.fixed is None and behind is not None:
            known = self._names.get(id(site))
            if known is None:
                known = self._names[id(site)] = site, name_in(behind, module)
            label = known[1]
        self.scopes[number := self.next()] = parent, MODULE, 0, site, shape.code, 0, label or type(module).__name__
        return number, module
