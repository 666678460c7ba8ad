"""Regions: what can be folded, as a tree of the sections of the code and of the named values in them.

A region is one box while it is closed. There is one for a loop of more passes than can stand side by side and for each
of its turns, for a call of a function of the user's, for a module, for a named value with unnamed steps, for a long
sum and for the inputs of one container or module where there are many. Where a section or a value has too many parts,
runs of them are regions too. A region with one part is none: the part takes its place.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ...engine.graph import Graph
from ...engine.node import CONSTANT, LEAF
from ...engine.scopes.columns import CODES as SCOPES
from ..sums import long_sums
from ..words.called import title_of
from .groups import NONE, Groups, groups_of
from .owners import groups_of_inputs, marked
from .runs import MANY, Part, Run, Unit, lines_of, steps_of, units_in
from .sections import Sections
from .units import steps_in, units_of

SMALL: Final = 16  # nodes, constants not counted; smaller graphs are drawn whole
FEW_LEAVES: Final = 6  # in a column of more, leaves are rows, as they are beside folds

UNNAMED: Final = "values[0]"
"""What stands for the name of a leaf that has none."""

Kind = Literal["cell", "loop", "turn", "call", "module", "value", "sum", "inputs", "leaves", "lines"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CODES = {kind: code for code, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Regions:
    """A tree of regions, each after the one around it; treat the arrays as frozen. The first is the whole picture."""

    nodes: array[int]  # 'i': for each node the innermost region that it is in; NONE if it is not to be drawn
    kinds: array[int]  # 'b': for each region the place of its kind in KINDS
    parents: array[int]  # 'i': that of the first is itself
    ordinals: array[int]  # 'i': of turns, counted from 1; of loops, how many there were; of lines, how many names
    heads: array[int]  # 'i': the node that a named value or a sum is; NONE for others
    labels: array[int]  # 'i': the place of its label in `words`
    words: Sequence[str]

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, region: int) -> Kind:
        return KINDS[self.kinds[region]]

    def label(self, region: int) -> str:
        return self.words[self.labels[region]]


def regions_of(graph: Graph) -> Regions | None:
    """The regions of a graph; None where it is small enough to be drawn whole.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> regions_of(graph_of(Value(1.0) + 2)[0])
    """
    groups = groups_of(graph)
    drawn = [code for head, code in zip(groups.heads, graph.columns.codes, strict=True) if head != NONE]
    if len(drawn) - drawn.count(CONSTANT) <= SMALL and drawn.count(LEAF) <= FEW_LEAVES:
        return None
    first = _Builder(graph, groups)
    # What is no region does not keep its steps from the named value that they lead to.
    return _Builder(graph, groups_of(graph, first.sections.part_of())).built()


class _Builder:
    def __init__(self, graph: Graph, groups: Groups) -> None:
        self._graph, self._groups = graph, groups
        present = [node for node, head in enumerate(groups.heads) if head != NONE]
        self._inner = long_sums(graph, present)  # the + within a sum, with its last one
        self._sizes = Counter(
            groups.heads[node] for node in present if node not in self._inner and graph.columns.codes[node] != CONSTANT
        )
        self.sections = Sections(graph.scopes, groups, self._sizes, graph.labels, graph.columns.uses())
        self._rows: list[tuple[int, int, int, int, int]] = [(0, 0, 0, NONE, 0)]
        self._words, self._known = [""], {"": 0}
        self._counts = Counter[int]()
        self._runs = dict[tuple[bool, int], int]()  # the region of the run that a section, or a node, is in

    def built(self) -> Regions:
        nodes = self._nodes()
        kinds, parents, ordinals, heads, labels = zip(*self._rows, strict=True)
        parent, ordinal, head, label = (array("i", each) for each in (parents, ordinals, heads, labels))
        return Regions(nodes, array("b", kinds), parent, ordinal, head, label, tuple(self._words))

    def _nodes(self) -> array[int]:
        heads, last = self._groups.heads, set(self._inner.values())
        sections, leaves, values, sums = self._of_sections(), self._of_leaves(), dict[int, int](), dict[int, int]()
        steps = self._long_groups()
        found = array("i", [NONE]) * len(heads)
        for node in range(len(heads) - 1, -1, -1):  # a sum comes before what is within it, a head before its group
            head = heads[node]
            if head == NONE:
                continue
            if node in leaves or (self._graph.columns.codes[node] in (LEAF, CONSTANT) and head == node):
                found[node] = leaves.get(node, 0)
                continue
            if node in self._inner:
                found[node] = sums[self._inner[node]]
                continue
            region = values.get(head)
            if region is None:
                region = values[head] = self._of_group(head, sections)
                self._put_in_runs(steps_of(steps_in(self._graph, steps.get(head, ()))), region)
            if node != head:
                region = self._runs.get((False, node), region)
            if node in last:
                region = sums[node] = self._add("sum", region, head=node)
            found[node] = region
        return found

    def _of_group(self, head: int, sections: Mapping[int, int]) -> int:
        section = self._section_of(head)
        alone = self._sizes[head] == 1 or self.sections.only.get(section) == head
        around = self._runs.get((False, head), sections[section])
        return around if alone else self._add("value", around, head=head)

    def _section_of(self, head: int) -> int:
        section = self._groups.sections[head]
        while section and section not in self.sections.known:  # that of a + within a sum, which is elsewhere
            section = self.sections.around(section)
        return section

    def _units(self) -> dict[int, list[Unit]]:
        """The parts of each section; leaves are in none, and the output is outside of all frames."""
        codes, output = self._graph.columns.codes, self._graph.output
        heads = (head for head in self._sizes if head != output and codes[head] not in (LEAF, CONSTANT))
        return units_of(self._graph, self.sections, ((head, self._section_of(head)) for head in heads))

    def _long_groups(self) -> dict[int, list[int]]:
        """The steps of each value that has too many of them, without the value itself."""
        found = {head: list[int]() for head, size in self._sizes.items() if size > MANY}
        for node, head in enumerate(self._groups.heads if found else ()):
            if (
                head in found
                and node != head
                and node not in self._inner
                and self._graph.columns.codes[node] != CONSTANT
            ):
                found[head].append(node)
        return found

    def _put_in_runs(self, parts: Sequence[Part], around: int) -> None:
        """Make regions of runs in the region around them."""
        for part in parts:
            if isinstance(part, Run):
                named = sum(bool(unit.name) for unit in units_in(part))
                self._put_in_runs(part.parts, self._add("lines", around, named, label=part.title))
            else:
                self._runs[part.is_section, part.key] = around

    def _of_sections(self) -> dict[int, int]:
        """The region of each section that has a group; that around it for one that is none."""
        scopes, found, units = self._graph.scopes, {0: 0}, self._units()
        headings = scopes.headings if scopes is not None else ()
        self._put_in_runs(lines_of(units.get(0, ()), headings), 0)
        for section in self.sections.order:
            assert scopes is not None
            scope, around = scopes[section], found[self.sections.around(section)]
            around = self._runs.get((True, section), around)
            if section not in self.sections.kept:
                found[section] = around
            elif scope.kind in ("loop", "turn", "call", "module"):
                head = self.sections.only.get(section, NONE)
                label = scope.label if scope.kind == "turn" else title_of(scope)
                ordinal = self._turns()[section] if scope.kind == "loop" else scope.ordinal
                found[section] = self._add(scope.kind, around, ordinal, head, label)
                self._put_in_runs(lines_of(units.get(section, ()), headings), found[section])
        return found

    def _turns(self) -> dict[int, int]:
        """How many turns each loop had, those in which nothing was made too."""
        scopes = self._graph.scopes
        if not self._counts and scopes is not None:
            for kind, parent, ordinal in zip(scopes.kinds, scopes.parents, scopes.ordinals, strict=True):
                if kind == SCOPES["turn"]:
                    self._counts[parent] = max(self._counts[parent], ordinal)
        return self._counts

    def _of_leaves(self) -> dict[int, int]:
        """The region of each input, and of each other leaf, that is in a group."""
        codes, heads, inputs = self._graph.columns.codes, self._groups.heads, self._graph.inputs
        chosen = set(inputs)
        others = [
            node for node, code in enumerate(codes) if code == LEAF and heads[node] == node and node not in chosen
        ]
        return {**self._grouped("inputs", inputs), **self._grouped("leaves", others)}

    def _grouped(self, kind: Kind, nodes: Sequence[int]) -> dict[int, int]:
        labels = self._graph.labels
        names = iter(marked([labels[node] for node in nodes if labels.get(node)]))
        found, called = dict[int, int](), [next(names) if labels.get(node) else UNNAMED for node in nodes]
        for title, members in groups_of_inputs(called).groups:
            region = self._add(kind, 0, label=title)
            found.update({nodes[member]: region for member in members})
        return found

    def _add(self, kind: Kind, parent: int, ordinal: int = 0, head: int = NONE, label: str = "") -> int:
        place = self._known.setdefault(label, len(self._words))
        if place == len(self._words):
            self._words.append(label)
        self._rows.append((CODES[kind], parent, ordinal, head, place))
        return len(self._rows) - 1
