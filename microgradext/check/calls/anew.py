"""Anew: a graph made once more from its leaves, where they have moved since it was computed.

At the end of a training step, a loss no longer follows from its parameters: what its operations keep belongs to the
numbers of before. Nothing can be said of its derivatives then, but of those of the same calls at the numbers of now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ...cell.rerun.lasting import Barred, watching
from ...cell.rerun.lasting import Watch as Effects
from ...engine.graph import graph_of
from ...engine.tape.drift import drift_in, follows, told, who_moved
from ...engine.value import Value
from ...interop.shape import (
    Node,
    attributes,
    data_of,
    is_node,
    is_number,
    label_of,
    named_op,
    number_of,
    op_of,
    operands_of,
    walk,
)
from ...interop.step import Step, step_of
from .call import Call
from .makers import makers
from .remake import Remaker, is_told
from .restore import kept, methods_of, quiet
from .time_limit import SECONDS, TooLong, Watch


@dataclass(frozen=True, slots=True)
class Anew:
    """The nodes to look at, in the order of the originals, and the sentence about what has moved, if anything has."""

    nodes: Sequence[Node]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Drifted:
    """The nodes that no longer follow from their operands, and the call that makes each node."""

    stale: Sequence[Node]
    calls: Mapping[int, Call | None]


def drifted(
    nodes: Sequence[Node], remaker: Remaker, watch: Watch, plainly: Callable[[Node], bool] = lambda _: False
) -> Drifted:
    """What, of `nodes` with operands, has other numbers than these give now; `plainly` knows many that do not."""
    calls = dict[int, Call | None]()
    stale = list[Node]()
    rest = list[Node]()
    for node in nodes:
        if plainly(node):
            rest.append(node)
            continue
        found = calls[id(node)] = _within(watch, remaker, node)  # a call that makes the node once more: it follows
        if found is None:
            calls[id(node)] = _within(watch, _of_its_kind, node)
        if (found is None or isinstance(node, Value)) and not _follows(node, calls[id(node)], watch):
            stale.append(node)
    if stale:
        calls.update({id(node): _within(watch, remaker, node) for node in rest})
    return Drifted(stale, calls)


def anew(nodes: Sequence[Node], off: Drifted, watch: Watch, title: str, names: Mapping[int, str]) -> Anew:
    """The nodes, each after its operands, as the leaves give them now; the nodes themselves where nothing has moved."""
    stale, calls = off.stale, off.calls
    if not stale:
        return Anew(nodes)
    made: dict[int, Node] = {}
    for node in nodes:
        other = _again(calls[id(node)], made, watch) if id(node) in calls else node
        if other is None:
            return Anew(
                nodes, _told(nodes, stale, names, title, "not all operations could be run again to check them now")
            )
        if other is not node and (label := label_of(node)):
            with suppress(AttributeError):
                other.label = label  # not every engine has labels
        made[id(node)] = other
    said = _told(nodes, stale, names, title, "its operations were run again at the numbers of now")
    return Anew([made[id(node)] for node in nodes], said)


@dataclass(frozen=True, slots=True)
class Now:
    """A node of another engine as its leaves give it now, what else has a name, and what has moved."""

    root: Node
    names: Mapping[str, Any]
    said: str  # empty where nothing has moved; then the others are as they were


@contextmanager
def of_now(root: Node, names: Mapping[str, Any], title: str = "") -> Iterator[Now]:
    """While entered, what the engine's own `backward` needs is there, on a tape of its module too."""
    nodes = walk([root]).nodes
    called = {id(value): name for name, value in names.items()}
    title = title or called.get(id(root)) or label_of(root) or "it"
    code = list(methods_of(nodes))
    with quiet(StringIO()), kept(nodes, code), Watch(SECONDS) as watch:
        with kept((), code, beside=nodes):
            off = drifted([node for node in nodes if operands_of(node)], Remaker(), watch)
        made = anew(nodes, off, watch, title, called)
        now = {id(node): other for node, other in zip(nodes, made.nodes, strict=True)}
        yield Now(now[id(root)], {name: now.get(id(value), value) for name, value in names.items()}, made.said)


def _within(watch: Watch, find: Callable[[Node], Call | None], node: Node) -> Call | None:
    try:
        return watch.call(find, node)
    except TooLong:
        return None


def _of_its_kind(node: Node) -> Call | None:
    """A call that makes a node with the same step, of the same name, from the same operands."""
    step = step_of(node)
    if step is None or step.code is None:
        return None
    told = (maker for maker in makers(node, step, ()) if is_told(maker, node, step))
    calls = (call for maker in told for call in maker.calls(node, step))
    return next((call for call in calls if _makes_its_kind(call, node, step)), None)


def _makes_its_kind(call: Call, node: Node, step: Step) -> bool:
    other = _run(call) if all(_has_left_a_trace(each, node, step) for each in call.arguments) else None
    if other is None or type(other) is not type(node) or named_op(other) != named_op(node):
        return False
    theirs = step_of(other)
    if theirs is None or theirs.code is not step.code:
        return False
    # What was computed from the parameters may have moved, they themselves have not.
    given = [(item, theirs.cells.get(name)) for name, item in step.cells.items() if name in call.names]
    return {id(each) for each in operands_of(other)} == {id(each) for each in operands_of(node)} and all(
        one is two or (not is_node(one) and one == two) for one, two in given
    )


def _has_left_a_trace(argument: object, node: Node, step: Step) -> bool:
    """Whether an argument is known, and not a guess that only the same number could confirm."""
    if isinstance(argument, (int, float)):
        held = [*step.cells.values(), *(item for _, item in attributes(node))]
        return repr(argument) in op_of(node) or any(type(item) is type(argument) and item == argument for item in held)
    return True


def _follows(node: Node, call: Call | None, watch: Watch) -> bool:
    """Whether a node has the number that its operands give now; true where that is not known."""
    if isinstance(node, Value) and node._code >= 0:
        return follows(node, [operand._data for operand in node._prev])
    once, again = _ran(call, watch), _ran(call, watch)
    if once is None or again is None or not _same(number_of(once), number_of(again)):  # it may draw random numbers
        return True
    return _same(number_of(once), number_of(node))


def _again(call: Call | None, made: Mapping[int, Node], watch: Watch) -> Node | None:
    """The node that a call makes of operands that were themselves made again."""
    if call is None or any(id(operand) not in made for operand in call.operands):
        return None
    try:
        again = call.with_operands([made[id(operand)] for operand in call.operands])
    except RuntimeError:  # its arguments hold operands in a way that `Call` does not see through
        return None
    return _ran(again, watch)


def _ran(call: Call | None, watch: Watch) -> Node | None:
    try:
        return watch.call(_run, call) if call is not None else None
    except TooLong:
        return None


def _run(call: Call) -> Node | None:
    try:
        with watching(Effects(stops=True)):
            made = call()
    except (Exception, Barred):  # the user's code, at numbers that it was not written for
        return None
    return made if is_node(made) and is_number(data_of(made)) else None


def _told(nodes: Sequence[Node], stale: Sequence[Node], names: Mapping[int, str], title: str, now: str) -> str:
    """What has moved, as far as the operations tell, and what was done about it."""
    root = nodes[-1]
    if isinstance(root, Value):  # it knows the derivatives of before too
        graph, values = graph_of(root)
        drift = drift_in(graph, values)
        if drift is not None:
            return told(drift, graph, values, title, now)
    off = {id(node) for node in stale}
    vouched = {id(each) for node in nodes if operands_of(node) and id(node) not in off for each in operands_of(node)}
    suspects = [[each for each in operands_of(node) if not operands_of(each)] or [node] for node in stale]
    open_ = [[each for each in found if id(each) not in vouched] for found in suspects]
    certain = {id(found[0]): found[0] for found in open_ if len(found) == 1}
    maybe = {id(each): each for found in open_ if not any(id(one) in certain for one in found) for each in found}
    moved, perhaps = (
        [names.get(key) or label_of(each) or f"a leaf ({number_of(each):.6g})" for key, each in group.items()]
        for group in (certain, maybe)
    )
    return f"{who_moved(moved, perhaps)} since {title} was computed; {now}."


def _same(one: float, other: float) -> bool:
    return one == other or (one != one and other != other)
