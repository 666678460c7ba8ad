"""Recording: what a run did with its Values besides computing: control flow on data, reads and writes of data."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from inspect import CO_GENERATOR
from types import CodeType, FrameType, TracebackType
from typing import Any, Literal

from .frames import only_described, text_stays, users_frame
from .node import LEAF, tick
from .order import Node
from .recent import called, moment, recent, settle, sweep_if_due
from .scopes.paused import look_back, noted, paused
from .scopes.shape import NOT_THE_USERS
from .scopes.tree import Entry, Tree

Site = tuple[CodeType, int]
"""Where in the user's code something happened: a code object and an offset into its instructions."""

Kind = Literal["data", "grad", "write", "text", "back"]

Place = tuple[int, int, int]
"""Identifies a Value that a run makes by calling `Value`: id of the code object, offset, how many came before.

It is the same in every run of the code while the code object lives.
"""

MOST_CALLERS = 4
"""How many calls around the place where text was made are known."""

MOST_HELD = 16
"""How many computed Values whose numbers were read are held; earlier ones count as if every input moved them."""

active: list[Recording] = []
"""The recordings under way, the innermost last."""

HOLDS = -1
"""Where `_sites` holds the code itself, since its identity names it."""

OURS: dict[int, Any] = {}
"""Stands for the sites in code of packages that are skipped, and holds that code."""

_tree: Tree | None = None
"""The scopes of the innermost recording under way, if it has any."""

_way: tuple[FrameType, ...] = ()
"""While something is recorded, frames of packages that are skipped, outwards, and last the user's that called them."""

_sites: dict[int, dict[int, Any]] = {}
"""While something is recorded, sites by code and offset, so that equal ones are one object.

By the identity of code: its hash walks its bytecode.
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """A fact about a Value that control flow used."""

    value: Node
    kind: str  # 'truth', 'index', 'int', 'round:N'
    expected: float
    site: Site


@dataclass(frozen=True, slots=True)
class Read:
    """A `.data` or `.grad` that was read or written, or text of a Value, so that data may have left the graph."""

    value: Node | None  # None once it is no longer held: a loop's losses would keep all its graphs alive
    attribute: Kind
    site: Site
    serial: int  # when, among the Values that were made
    callers: tuple[Site, ...] = ()  # of text: where the user's functions around it were called, the innermost first
    stays: bool = False  # as text in memory, where the program can read it

    @property
    def is_wide(self) -> bool:
        """Whether it may depend on every input, as a gradient, a write and what is no longer held do."""
        return self.attribute in ("grad", "write") or self.value is None


@dataclass(slots=True, eq=False)
class Recording:
    """While entered, Values remember where they were made, and control flow on data is noted.

    In a rerun, `Value(…)` returns the object that `earlier` holds for its place, and a Value in `numbers` gets the
    number given there, whatever the code says.

    >>> from microgradext.engine import Value
    >>> a = Value(2.0)
    >>> with Recording() as recording:
    ...     if a > 1:
    ...         b = a * a
    >>> [(guard.kind, guard.expected) for guard in recording.guards]
    [('truth', 1.0)]
    """

    guards: list[Guard] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    earlier: Mapping[Place, Node] = field(default_factory=dict)
    numbers: Mapping[Node, float] = field(default_factory=dict)
    made: dict[Node, tuple[Site, int]] = field(default_factory=dict)  # by calling `Value`: where, how many before
    touched: dict[Node, tuple[float, float]] = field(default_factory=dict)  # data and grad that older Values had
    began: int = field(default_factory=moment)
    plain: Callable[..., type] | None = None  # where a cell's numbers became Values: the class of the number
    immutable: bool = False  # whether a copy of such a number may be the number itself
    pickled: dict[str, Node] = field(default_factory=dict)  # such numbers, so that unpickling finds them
    scopes: Tree | None = None  # to which call, turn of a loop and module each operation belongs
    unseen: bool = False  # whether what happened within it may have put numbers into Values that it has not noted
    _counts: dict[tuple[int, int], int] = field(default_factory=dict)
    _held: deque[int] = field(default_factory=deque)  # which reads hold a Value that was computed
    _left: dict[str, list[Read]] = field(default_factory=dict)  # the reads of what was pickled, by token

    def __enter__(self) -> Recording:
        global _tree
        settle()
        called["recording"] = True
        for outer in active:
            outer.unseen = True  # what is written from here on is noted here only
        active.append(self)
        _tree = self.scopes
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _tree, _way
        active.remove(self)
        _tree = active[-1].scopes if active else None
        if self.scopes is not None:
            self.scopes.close()
        self.reads = [read for read in self.reads if read.attribute != "back"]
        called.clear()
        if active:
            called["recording"] = True
        else:
            _sites.clear()
            OURS.clear()
            _way = ()

    def guard(self, value: Node, kind: str, expected: float) -> None:
        """Note that control flow saw `expected` in `value`."""
        self.guards.append(Guard(value, kind, expected, users_site()))

    def read(self, value: Node, attribute: Kind) -> None:
        """Note that a number left the graph, as itself or as text, or was put into it."""
        callers, stays = list[Site](), False
        if attribute == "text":
            frame = sys._getframe(1)
            if only_described(frame):
                return
            where, *callers = users_sites(frame)
            stays = text_stays(frame)
        else:
            where = site()
        self.reads.append(Read(value, attribute, where, tick(), tuple(callers), stays))
        if value._code > LEAF:
            self._hold(len(self.reads) - 1)

    def leave(self, value: Node, token: str) -> None:
        """Note that a number was pickled, so that it has left the graph unless it comes back."""
        read = Read(value, "data", users_site(), tick())
        self.reads.append(read)
        self._left.setdefault(token, []).append(read)

    def come_back(self, token: str) -> None:
        """Note that a pickled number was read again, as itself."""
        for read in self._left.pop(token, ()):
            self.reads[self.reads.index(read)] = replace(read, attribute="back")

    def _hold(self, position: int) -> None:
        self._held.append(position)
        if len(self._held) > MOST_HELD:
            oldest = self._held.popleft()
            self.reads[oldest] = replace(self.reads[oldest], value=None)

    def touch(self, value: Node) -> None:
        """Note that `data` or `grad` of a Value is about to change; its numbers are kept if the run did not make it."""
        if value._serial < self.began and value not in self.touched:
            self.touched[value] = value._data, value._grad

    def make(self, kind: type[Node]) -> Any:
        """The object that a call of `kind` initializes: a new one, or in a rerun the one from the run before."""
        where = site()
        key = id(where[0]), where[1]
        count = self._counts[key] = self._counts.get(key, -1) + 1
        made = self.earlier.get((*key, count))
        if type(made) is not kind:
            made = object.__new__(kind)
        self.made[made] = where, count
        return made


def attend(made: Node) -> None:
    """Do what is called for when a Value has been made: remember when and where, or sweep if a sweep is due."""
    tree = _tree  # one look: another thread may replace it
    if tree is not None:  # every operation of a cell comes through here
        if paused:
            look_back(sys._getframe(1))
        try:
            frame = sys._getframe(2)
        except ValueError:  # nothing but the operation runs in this thread
            frame = sys._getframe(1)
        entry: Any = frame.f_trace
        if type(entry) is not Entry or entry.tree is not tree:
            frame, entry = tree.entry(frame)
        offset = frame.f_lasti
        try:
            where, slot = entry.sites[offset]
        except KeyError:
            where, slot = entry.missing(offset)
        made._about = tick(), where, entry.scopes[slot] or entry.scope(slot)
        if paused:
            noted(frame, offset, entry.follows)
        return
    if active:
        # Python makes an object of each frame that one looks at: this one and that of the operation are passed over.
        try:
            frame = sys._getframe(2)
        except ValueError:  # nothing but the operation runs in this thread
            frame = sys._getframe(1)
        sites = _sites.get(id(frame.f_code)) or _sites_from(frame)
        if sites is OURS:
            frame = _users_caller(frame)
            sites = _sites.get(id(frame.f_code)) or _sites_from(frame)
        offset = frame.f_lasti
        where = sites.get(offset) if sites is not OURS else (frame.f_code, offset)
        if where is None:
            where = sites[offset] = frame.f_code, offset
        made._about = tick(), where
        return
    called.clear()
    if active:  # another thread has begun to record
        called["recording"] = True
    recent.append(made)
    sweep_if_due()


def _users_caller(frame: FrameType) -> FrameType:
    """The innermost frame outside the packages that are skipped, else the outermost; `frame` is within them."""
    global _way
    way = _way  # one look: another thread may replace it
    if way and (frame is way[0] or frame.f_back is way[0]):  # as before: the next term of a sum, say
        return way[-1]
    passed: list[FrameType] = []
    found: FrameType = frame
    while (_sites.get(id(found.f_code)) or _sites_from(found)) is OURS:
        if found in way:
            passed += way[way.index(found) :]
            break
        if not found.f_code.co_flags & CO_GENERATOR:  # who calls it does not change
            passed.append(found)
        if found.f_back is None:  # a thread began in a package: whoever started it is not known
            _way = ()
            return found
        found = found.f_back
    else:
        passed.append(found)
    _way = tuple(passed)
    return passed[-1]


def _sites_from(frame: FrameType) -> dict[int, Any]:
    """A place for the sites in the code of a frame; OURS where the place of an operation is further out."""
    code = frame.f_code
    outside = _is_the_users(frame)
    found = _sites[id(code)] = {HOLDS: code} if outside else OURS
    if not outside:
        OURS[len(OURS)] = code
    return found


def place() -> tuple[Site, int]:
    """The place of the innermost frame outside this package, and the number of the scope there; 0 if not known."""
    tree = _tree
    if tree is None:
        return site(2), 0
    frame, entry = tree.entry(sys._getframe(2))
    return entry.at(frame.f_lasti)


def current() -> Recording | None:
    """The innermost recording under way, or None."""
    return active[-1] if active else None


def site(depth: int = 1) -> Site:
    """The place of the innermost frame outside this package, from `depth` calls further out on."""
    frame: FrameType = sys._getframe(depth + 1)
    while not _is_the_users(frame) and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code, frame.f_lasti


def _is_the_users(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__", "").partition(".")[0] not in NOT_THE_USERS


def users_site() -> Site:
    """The place of the innermost frame of the user's own code: libraries compare and make text for others."""
    frame = users_frame(sys._getframe(2))
    return frame.f_code, frame.f_lasti


def users_sites(frame: FrameType) -> list[Site]:
    """The place of the innermost frame of the user's own code from `frame` outwards, and of those that called it."""
    found: list[Site] = []
    outer: FrameType | None = frame
    while outer is not None and len(found) <= MOST_CALLERS:
        inner = users_frame(outer)
        found.append((inner.f_code, inner.f_lasti))
        outer = inner.f_back
    return found
