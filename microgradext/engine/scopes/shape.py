"""Shape: what is the same in every activation of one code object, such as the loops that its instructions are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import CodeType, FrameType
from typing import Any, Literal, TypeVar

from ..frames import is_users_file
from .naming import is_module
from .paused import rests

PER_LOOP = 3
"""How many slots a loop has, in this order: its turn, the turn that its test opens, the loop itself."""

LOOP_ITSELF = 2
"""Which of these is the last, counted from 0."""

NEVER = 1 << 60
"""More turns than any loop goes through, where they are not counted."""

OWN = 0
"""The slot of what is in no loop."""

Bearing = Literal["call", "through", "ours", "module", "users module"]

USERS = ("call", "through", "users module")
"""How code of the user's may bear."""

NOT_THE_USERS = frozenset([__name__.partition(".")[0], "numpy"])
"""Packages whose frames are skipped when looking for the place of an operation."""

MODULES: dict[int, Parts] = {}
"""The calls that bear the scope of a module, by the identity of their code."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the parts of a module are called: by their place in one of its attributes, counted from `first`."""

    code: CodeType  # held, since its identity names it
    attribute: str = ""
    words: str = "{}"
    first: int = 0

    def of(self, module: object) -> Mapping[int, str]:
        """The name of each part, by its identity."""
        parts = getattr(module, self.attribute, ()) if self.attribute else ()
        return {id(part): self.words.format(place) for place, part in enumerate(parts, self.first)}


Call = TypeVar("Call", bound=Callable[..., Any])


def bears_scope(attribute: str = "", words: str = "{}", first: int = 0) -> Callable[[Call], Call]:
    """Let each call of a method be a scope: its object is a module, whose parts `attribute` holds."""

    def bearing(call: Call) -> Call:
        MODULES[id(call.__code__)] = Parts(call.__code__, attribute, words, first)
        return rests(call)

    return bearing


@dataclass(frozen=True, slots=True, eq=False)
class Loops:
    """The loops of a code object; loop `i` has the slots from `3 * i + 1` on."""

    slots: Sequence[int]  # for each code unit
    outer: Sequence[int]  # for each slot, the one around it; that of the first is itself
    inside: Mapping[int, Sequence[int]]  # for the slot of a turn, the slots that begin anew with it
    counted: frozenset[int]  # the slots of the turns whose starts are told
    told: Mapping[int, int] = field(default_factory=dict)  # by offset of what a trace tells: the turn that begins
    first: Sequence[int] = ()  # for each slot, how many turns have begun before the first that is told
    by_opcodes: bool = False  # whether a trace has to tell of each instruction, rather than of lines


class Shape:
    """A code object that runs while something is recorded, and the sites in it."""

    __slots__ = (
        "bearing", "code", "counted", "first", "follows", "inside", "loops", "lost", "none", "outer", "parts", "plain",
        "sites", "steps",
    )  # fmt: skip

    def __init__(self, frame: FrameType, loops: Callable[[CodeType], Loops | None]) -> None:
        self.code = code = frame.f_code
        self.sites: dict[int, tuple[Any, int]] = {}  # by offset: the site and its slot
        self.bearing = _bearing(frame)
        self.parts = MODULES.get(id(code))
        self.loops = loops(code) if self.bearing in USERS and is_users_file(code.co_filename) else None
        self.outer = self.loops.outer if self.loops is not None else (OWN,)
        self.inside: Mapping[int, Sequence[int]] = self.loops.inside if self.loops is not None else {}
        self.counted = _counted(self.loops) if self.loops is not None else set[int]()
        self.lost = set[int]()  # the loops that were given up
        self.plain = [0] * len(self.outer)  # by the slot of a turn, how many have begun since the last operation
        for turn in self.inside.keys() - self.counted:
            self.plain[turn] = NEVER
        self.none = (0,) * (len(self.outer) - 1)
        self.first = (self.loops.first if self.loops is not None else ()) or (0, *self.none)
        self.follows: Mapping[int, int] | None = None  # after which operations others are sure; found when asked for
        self.steps = bool(code.co_flags & STEPS)

    def site(self, offset: int) -> tuple[Any, int]:
        """A site of the code and its slot."""
        slot = self.loops.slots[offset // 2] if self.loops is not None else OWN
        found = self.sites[offset] = (self.code, offset), self.counted_in(slot)
        return found

    def counted_in(self, slot: int) -> int:
        """The slot itself; where turns around it are not counted, that of its loop, or of one that was given up."""
        found = around = slot
        while around != OWN:
            loop = around + LOOP_ITSELF - (around - 1) % PER_LOOP
            turn = loop - LOOP_ITSELF
            if turn in self.lost:
                found = loop
            elif turn not in self.counted and found == slot:
                found = slot + LOOP_ITSELF - (slot - 1) % PER_LOOP
            around = self.outer[loop]
        return found

    def give_up(self, turn: int) -> None:
        """Count the turns of a loop, and of those in it, no longer."""
        self.counted -= {turn, *self.inside[turn]}
        for each in {turn, *self.inside[turn]} & self.inside.keys():
            self.plain[each] = NEVER
        self.lost.add(turn)
        for offset, (where, slot) in list(self.sites.items()):
            self.sites[offset] = where, self.counted_in(slot)


_ours: dict[int, Shape] = {}


def ours(frame: FrameType) -> Shape | None:
    """The shape of the code of a frame, if it is not the user's; it is the same in all runs."""
    found = _ours.get(id(frame.f_code))
    if found is None and _bearing(frame) in ("ours", "module") and not is_users_file(frame.f_code.co_filename):
        found = _ours[id(frame.f_code)] = Shape(frame, lambda code: None)
    return found


def _counted(loops: Loops) -> set[int]:
    """The loops whose turns are counted: none in one whose turns are not."""
    untold = {turn for turn in loops.inside if turn not in loops.counted}
    return set(loops.counted).difference(*(loops.inside[turn] for turn in untold))


def _bearing(frame: FrameType) -> Bearing:
    code = frame.f_code
    if id(code) in MODULES:
        return "module"
    if frame.f_globals.get("__name__", "").partition(".")[0] in NOT_THE_USERS:
        return "ours"
    if code.co_name == "__call__" and code.co_argcount and is_module(frame.f_locals.get(code.co_varnames[0])):
        return "users module"
    named = not code.co_name.startswith("<") or code.co_name == "<lambda>"
    return "call" if named and code.co_flags & OPTIMIZED and is_users_file(code.co_filename) else "through"


STEPS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR
"""The flags of code that may wait for long between two of its instructions."""

OPTIMIZED = 1
"""The flag of the code of functions, which code of modules and classes lacks."""
