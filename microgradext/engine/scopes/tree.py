"""Tree: the scopes of a run as they come, each with the one around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from inspect import CO_GENERATOR
from itertools import count
from threading import get_ident
from types import CodeType, FrameType
from typing import Any, NamedTuple

from .naming import name_in, part_names
from .shape import LOOP_ITSELF, OWN, PER_LOOP, USERS, Loops, Shape, ours

ROOM = 1 << 32
"""How many scopes a tree has numbers for."""

_trees = count(ROOM, ROOM)

MOST_PLAIN = 2_000
"""After how many turns without an operation a loop is taken for one that computes with plain numbers."""

CELL, CALL, MODULE, THROUGH, LOOP, TURN, TEST = range(7)
"""Kinds of scopes; one that goes THROUGH only passes on, and a TEST is the turn that `while` may yet open."""

BEARERS = {"call": CALL, "through": THROUGH}


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
        self.silence: Callable[[FrameType], None] = lambda frame: None  # switches that trace off until an operation
        self._held: dict[FrameType, Entry] = {}  # of frames whose slot a tracer of the user's owns
        self._names: dict[int, tuple[Any, str]] = {}  # of modules, by the identity of the site of a call, which is held
        self._parts: dict[int, tuple[object, Mapping[int, str]]] = {}  # of a user's modules, which are held
        self._waiting: list[Entry] = []  # those of generators and the like, in which turns are counted
        self._root = Entry(self, None, self.base)

    def begin(self, frame: FrameType) -> None:
        """Let whatever `frame` calls belong to the cell itself."""
        frame.f_trace = self._root

    def close(self) -> None:
        """Let go of the frames that had to be held."""
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
        for entry in self._waiting:
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
        site, parent = outer.at(behind.f_lasti) if behind is not None else (None, self.base)
        entry = Entry(self, shape, parent)
        if shape.bearing == "ours":
            entry.fixed = site
        elif shape.bearing == "module":
            entry.fixed = site
            entry.scopes[OWN], module = self._module(frame, shape, outer, behind, parent, site)
            entry.parts = shape.parts.of(module) if shape.parts is not None else {}
        else:
            if shape.bearing == "users module":
                number, module = self._module(frame, shape, outer, behind, parent, site)
                if id(module) not in self._parts:
                    self._parts[id(module)] = module, part_names(module)
                entry.parts = self._parts[id(module)][1]
            else:
                self.scopes[number := self.next()] = parent, BEARERS[shape.bearing], 0, site, shape.code
            entry.scopes = [number, *shape.none]
            if shape.loops is not None and (starts or id(shape.code) in self.told):
                entry.turns = list(shape.first)
                entry.starts = shape.loops.told
                if shape.steps:
                    self._waiting.append(entry)
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


NO_PARTS: Mapping[int, str] = {}
NO_STARTS: Mapping[int, int] = {}

TOLD = ("line", "opcode")
"""What a trace tells of that may be the start of a turn."""


class Entry:
    """An activation of some code, kept in `f_trace` of its frame: it dies with the frame, and no frame is held.

    Nothing reads that slot unless somebody traces, and then Python calls what it finds there.
    """

    parts: Mapping[int, str]
    sites: dict[int, tuple[Any, int]]
    counted: Set[int]
    inside: Mapping[int, Sequence[int]]
    plain: list[int]
    __slots__ = (
        "counted", "fixed", "follows", "inside", "parts", "plain", "scopes", "shape", "sites", "starts", "tree",
        "turns",
    )  # fmt: skip

    def __init__(self, tree: Tree, shape: Shape | None, scope: int) -> None:
        self.tree = tree
        self.shape = shape
        if shape is not None:
            self.sites, self.counted, self.inside, self.plain = shape.sites, shape.counted, shape.inside, shape.plain
        else:
            self.sites, self.counted, self.inside, self.plain = {}, set(), {}, []
        self.scopes = [scope]  # by slot; 0 where there is none yet
        self.turns: list[int] | None = None  # by slot, how many turns have begun; None if some were missed
        self.fixed: Any = None  # the user's site, where the code is not the user's
        self.parts = NO_PARTS
        self.follows: Mapping[int, int] | None = None  # where it is sure that another operation comes next
        self.starts = NO_STARTS  # by offset, the turn that begins when a trace tells of it

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Hear of a line or an instruction."""
        slot = self.starts.get(frame.f_lasti)
        if slot is not None and event in TOLD and not self.turn(slot) and self.turns is not None:
            self.tree.silence(frame)

    def lose(self) -> None:
        """Count no turns from now on, since some may have been missed."""
        if self.turns is None or self.shape is None:
            return
        self.turns, self.starts = None, NO_STARTS
        outer = self.shape.outer
        for slot in range(1, len(self.scopes)):
            if (slot - 1) % PER_LOOP != LOOP_ITSELF or outer[slot] != OWN:
                self.scopes[slot] = 0

    def at(self, offset: int) -> tuple[Any, int]:
        """The site at an offset, and the scope that is current there."""
        try:
            where, slot = self.sites[offset]
        except KeyError:
            where, slot = self.missing(offset)
        return where, self.scopes[slot] or self.scope(slot)

    def missing(self, offset: int) -> tuple[Any, int]:
        """The site at an offset that no operation has come from yet, and its slot."""
        if self.fixed is not None or self.shape is None:
            found = self.sites[offset] = self.fixed, OWN
            return found
        return self.shape.site(offset)

    def scope(self, slot: int) -> int:
        """The number of a new scope for a slot that has none; where no turn is counted, that of the loop."""
        turns, scopes, tree = self.turns, self.scopes, self.tree
        if turns is None or not turns[slot] or slot not in self.counted:
            return self._around(slot)
        self.plain[slot] = 0
        loop = scopes[slot + LOOP_ITSELF] or self._around(slot + LOOP_ITSELF)
        number = scopes[slot] = tree.next()
        tree.scopes[number] = loop, TURN, turns[slot]
        return number

    def _around(self, slot: int) -> int:
        """The number of a new scope for a loop or the test of a `while`; that of its loop for what is not counted."""
        shape, turns, scopes = self.shape, self.turns, self.scopes
        assert shape is not None
        kept = (slot - 1) % PER_LOOP
        loop, turn = slot - kept + LOOP_ITSELF, slot - kept
        row: tuple[Any, ...]
        if kept == LOOP_ITSELF:
            around = shape.outer[slot]
            row = scopes[around] or self.scope(around), LOOP, 0, None, shape.code, slot
        elif kept and turns is not None and turn in shape.counted:
            self.plain[turn] = 0
            row = scopes[loop] or self._around(loop), TEST, turns[turn] + 1
        else:
            return scopes[loop] or self._around(loop)
        tree = self.tree
        number = scopes[slot] = tree.next()
        tree.scopes[number] = row
        return number

    def turn(self, slot: int) -> bool:
        """Begin a turn of a loop; False where its turns are not counted, or no longer."""
        plain = self.plain
        count = plain[slot] = plain[slot] + 1
        if count > MOST_PLAIN:
            if slot in self.counted:
                self.shape.give_up(slot)  # type: ignore[union-attr]
            return False
        turns = self.turns
        if turns is not None:
            turns[slot] += 1
            scopes = self.scopes
            scopes[slot] = 0
            if scopes[slot + 1]:
                self._opened(slot)
            if inside := self.inside[slot]:
                first = self.shape.first  # type: ignore[union-attr]
                for each in inside:
                    scopes[each], turns[each] = 0, first[each]
        return True

    def _opened(self, slot: int) -> None:
        """Take the turn that the test of a `while` has opened for its turn."""
        opened = self.scopes[slot] = self.scopes[slot + 1]
        self.scopes[slot + 1] = 0
        known = self.tree.scopes.get(opened)  # None in a thread that goes on after the run
        if known is not None:
            self.tree.scopes[opened] = known[0], TURN, known[2]
