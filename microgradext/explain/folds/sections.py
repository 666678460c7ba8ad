"""Sections: which loops, turns, calls and modules of the code are regions of their own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from typing import Final

from ...engine.scopes.columns import CODES, Scopes
from .groups import Groups

SIDE_BY_SIDE: Final = 5  # passes of a loop
LAYERS: Final = 3  # modules of another one, which has no box of its own then
MOST_BESIDE: Final = 6  # parts of all of them, without those that are a step of something around the loop

LOOP, TURN, MODULE, STATEMENT = CODES["loop"], CODES["turn"], CODES["module"], CODES["statement"]


class Sections:
    """The sections that have something in them, the outer ones first, and what becomes of each.

    One with a single part is no region, nor is a loop of few passes or a module of few modules: what is in them takes
    their place.
    """

    def __init__(
        self,
        scopes: Scopes | None,
        groups: Groups,
        sizes: Mapping[int, int],
        labels: Container[int],
        uses: Sequence[int],
    ) -> None:
        """`sizes` says how many nodes there are in the group of each head, `labels` which nodes have a name."""
        self._scopes = scopes
        self.only: dict[int, int] = {}  # the head of the only group in a section with nothing else
        self.kept: set[int] = set()
        self.order: list[int] = []
        self.known: set[int] = set()
        if scopes is not None:
            self._decide(scopes, groups, sizes, labels, uses)

    def around(self, section: int) -> int:
        """The section that one is in."""
        assert self._scopes is not None
        around = self._scopes.parents[section]
        while self._scopes.kinds[around] == STATEMENT:
            around = self._scopes.parents[around]
        return around

    def region(self, section: int) -> int:
        """The section that is a region, and that one is or is in."""
        while section and section not in self.kept:
            section = self.around(section)
        return section

    def is_repeated(self, section: int) -> bool:
        """Whether a section is one of many that are drawn alike: a turn, or a module of a layer."""
        assert self._scopes is not None
        return self._scopes.kinds[section] == TURN or self._is_neuron(section)

    def _is_neuron(self, section: int) -> bool:
        assert self._scopes is not None
        return self._scopes[section].label.startswith("[")

    def part_of(self) -> dict[int, int]:
        """The region that each section is a part of; itself, if it is one."""
        found = {0: 0}
        for section in self.order:
            found[section] = section if section in self.kept else found[self.around(section)]
        return found

    def _decide(
        self,
        scopes: Scopes,
        groups: Groups,
        sizes: Mapping[int, int],
        labels: Container[int],
        uses: Sequence[int],
    ) -> None:
        own = Counter(groups.sections[head] for head in sizes if scopes.kinds[groups.sections[head]])
        named = Counter(groups.sections[head] for head in sizes if head in labels)
        lasting = Counter(groups.sections[head] for head in sizes if head in labels or uses[head] != 1)
        known = self.known = set(own)
        for section in own:
            around = self.around(section)
            while around and around not in known:
                known.add(around)
                around = self.around(around)
        self.order = sorted(known)
        parts, inside = Counter(own), defaultdict[int, list[int]](list)
        for section in reversed(self.order):
            around = self.around(section)
            self._keep(scopes, section, own, named, parts, lasting, inside[section])
            parts[around] += 1 if section in self.kept else parts[section]
            lasting[around] += 1 if section in self.kept else lasting[section]
            inside[around].append(section)
        for head in sizes:
            section = groups.sections[head]
            if section in self.kept and parts[section] == 1 and scopes.kinds[section] not in (LOOP, TURN):
                self.only[section] = head
        self.kept = {each for each in self.kept if each not in self.only or sizes[self.only[each]] > 1}

    def _keep(
        self,
        scopes: Scopes,
        section: int,
        own: Counter[int],
        named: Counter[int],
        parts: Counter[int],
        lasting: Counter[int],
        inside: list[int],
    ) -> None:
        kind = scopes.kinds[section]
        if kind == TURN:
            return  # as its loop is
        if kind == LOOP:
            turns = [each for each in inside if scopes.kinds[each] == TURN]
            if turns and not any(named[each] or parts[each] > min(1, own[each]) for each in turns):
                return  # each turn is a term of something: `sum(p*p for p in parameters)`
            if len(turns) > SIDE_BY_SIDE or (len(turns) > 1 and lasting[section] > MOST_BESIDE):
                self.kept.update(turns)
                self.kept.add(section)
            elif not turns and parts[section] > 1:
                self.kept.add(section)
            return
        of_modules = kind == MODULE and not own[section] and all(scopes.kinds[each] == MODULE for each in inside)
        if of_modules and len(inside) == 1:
            self.kept.discard(inside[0])  # a layer of one neuron is the layer
        elif of_modules and len(inside) <= LAYERS and not any(map(self._is_neuron, inside)):
            return
        if of_modules or parts[section] > 1 or own[section] == 1:
            self.kept.add(section)
