"""Entry: an activation of some code, with the scopes of the turns that it is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from types import FrameType
from typing import Any, Protocol
from weakref import ref

from .shape import LOOP_ITSELF, OWN, PER_LOOP, Shape

MOST_PLAIN = 2_000
"""After how many turns without an operation a loop is taken for one that computes with plain numbers."""

CELL, CALL, MODULE, THROUGH, LOOP, TURN, TEST = range(7)
"""Kinds of scopes; one that goes THROUGH only passes on, and a TEST is the turn that `while` may yet open."""

BEARERS = {"call": CALL, "through": THROUGH}


class Run(Protocol):
    """The scopes of the run that an entry is of: a `Tree`."""

    base: int
    scopes: dict[int, tuple[Any, ...]]
    next: Callable[[], int]
    thread: int
    silence: Callable[[FrameType], None]

    def bears(self) -> bool:
        """Whether a trace may go on hearing of what computes with plain numbers."""


NO_PARTS: Mapping[int, str] = {}
NO_STARTS: Mapping[int, int] = {}

UNPLACED = 0
"""The number of a scope that has none yet, since no operation has come from it."""

NOWHERE = -1
"""The offset in place of that of a call, where nobody is known to have called."""

TOLD = ("line", "opcode")
"""What a trace tells of that may be the start of a turn."""


class Entry:
    """An activation of some code, kept in `f_trace` of its frame: it dies with the frame, and no frame is held.

    Nothing reads that slot unless somebody traces, and then Python calls what it finds there.
    """

    parts: Mapping[int, str]
    sites: dict[int, tuple[Any, int]]
    during: tuple[int, ...] | None
    outer: Entry
    offset: int
    counted: Set[int]
    inside: Mapping[int, Sequence[int]]
    plain: list[int]
    __slots__ = (
        "__weakref__", "begun", "counted", "during", "fixed", "follows", "inside", "offset", "outer", "parts", "plain",
        "scopes", "shape", "sites", "starts", "tree", "turns",
    )  # fmt: skip

    def __init__(self, tree: Run, shape: Shape | None, scope: int) -> None:
        self.tree = tree
        self.shape = shape
        if shape is not None:
            self.sites, self.counted, self.inside, self.plain = shape.sites, shape.counted, shape.inside, shape.plain
        else:
            self.sites, self.counted, self.inside, self.plain = {}, set(), {}, []
        self.scopes = [scope]  # by slot; UNPLACED where there is none yet
        self.begun: list[tuple[Sequence[int], ref[Entry]]] | None = None  # generators that have no scope yet
        self.turns: list[int] | None = None  # by slot, how many turns have begun; None if some were missed
        self.fixed: Any = None  # the user's site, where the code is not the user's
        self.parts = NO_PARTS
        self.follows: Mapping[int, int] | None = None  # where it is sure that another operation comes next
        self.starts = NO_STARTS  # by offset, the turn that begins when a trace tells of it

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Hear of a line or an instruction."""
        slot = self.starts.get(frame.f_lasti)
        if slot is None or event not in TOLD or not self.tree.thread:  # a generator outlives its run
            return
        if not self.turn(slot) and self.turns is not None and not self.tree.bears():
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

    def during_at(self, offset: int, generator: Entry | None) -> tuple[int, ...] | None:
        """In which turns an offset is now; a `generator` that was called there is placed when these are over."""
        turns = self.turns
        if turns is None or self.shape is None:
            return None
        try:
            slot = self.sites[offset][1]
        except KeyError:
            slot = self.missing(offset)[1]
        if slot == OWN:
            return ()
        around = self.shape.turns_around(slot)
        if generator is not None:
            self.begun = self.begun or []
            self.begun.append((around, ref(generator)))
        return tuple([turns[each] for each in around])

    def _place(self) -> int:
        """Make scopes for this activation and for those around it that have none: an operation has come."""
        waiting, entry, tree = list[Entry](), self, self.tree
        while entry.scopes[OWN] == UNPLACED:
            waiting.append(entry)
            entry = entry.outer
        for entry in reversed(waiting):
            outer, shape = entry.outer, entry.shape
            assert shape is not None
            site, parent = None, tree.base
            if entry.offset != NOWHERE:
                same = entry.during == outer.during_at(entry.offset, None)
                site, parent = outer.at(entry.offset) if same else outer._beyond(entry.offset)
            entry.plain[OWN] = 0
            number = tree.next()
            tree.scopes[number] = parent, BEARERS[shape.bearing], 0, site, shape.code
            entry.scopes[OWN] = number
        return self.scopes[OWN]

    def _beyond(self, offset: int) -> tuple[Any, int]:
        """The site at an offset, and the scope of the outermost loop around it, of which some turns have passed."""
        where, slot = self.sites[offset]
        assert self.shape is not None
        while self.shape.outer[slot] != OWN:
            slot = self.shape.outer[slot]
        return where, self.scopes[slot] or self.scope(slot)

    def scope(self, slot: int) -> int:
        """The number of a new scope for a slot that has none; where no turn is counted, that of the loop."""
        if slot == OWN:
            return self._place()
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
            if self.begun:
                self._place_begun(slot)
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

    def _place_begun(self, slot: int) -> None:
        """Make scopes for the generators that began in a turn which is over, and may go on."""
        assert self.begun is not None
        over = [entry() for around, entry in self.begun if slot in around]
        self.begun = [each for each in self.begun if slot not in each[0]]
        for entry in over:
            if entry is not None:
                entry._place()

    def _opened(self, slot: int) -> None:
        """Take the turn that the test of a `while` has opened for its turn."""
        opened = self.scopes[slot] = self.scopes[slot + 1]
        self.scopes[slot + 1] = 0
        known = self.tree.scopes.get(opened)  # None in a thread that goes on after the run
        if known is not None:
            self.tree.scopes[opened] = known[0], TURN, known[2]
