"""The whole graph: whether `backward()` combines the steps as the chain rule says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...interop.shape import Node, label_of, number_of, operands_of, wants_gradient
from ..calls.makers import holds_a_step
from ..calls.time_limit import TooLong, Watch
from ..operation.examine import Operation, spread
from ..report.finding import Finding, Place
from .backward_pass import BackwardPass, backward_of
from .edges import Known, chain_rule
from .passing import Passing, Recorded, line_of_error, method_of_error, passing, record, start_of_pass
from .repair import Repairs, repairs

REPAIRED = 1000
"""The most nodes of a graph whose pass is run with every small change; in larger graphs, parts are run instead."""
PARTS = (100, 60, 30, 10)
"""How many operations a part has, the largest tried first."""

LEAVES = "backward() keeps the gradients of leaves only, as in PyTorch."
FREED = "backward() frees the graph, as in PyTorch: a second pass needs a new forward pass."
AGAIN = {
    "sets": "A second backward() sets the gradients again.",
    "adds": "A second backward() adds to the gradients: set them to 0 before it.",
    "counts twice": "A second backward() adds, and counts what lies between inputs and output twice, as in micrograd:"
    " set all gradients to 0 before it.",
}


@dataclass(frozen=True, slots=True)
class Whole:
    """What the look at the whole graph found."""

    findings: tuple[Finding, ...]
    looks: tuple[str, ...]


def examine_whole(
    nodes: Sequence[Node],
    operations: Sequence[Operation],
    known: Known | None,
    watch: Watch,
    names: Mapping[int, str],
) -> Whole:
    """Run `backward()` of the last of `nodes` and compare it, node by node."""
    run = backward_of(nodes[-1])
    if run is None:
        return Whole((), ("The class has no backward(), so only the operations were looked at.",))
    if known is None:
        return Whole((), ("Some operations could not be run again, so the whole graph was not looked at.",))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 4 * len(nodes) + 2000))
    try:
        return _compared(_right(BackwardPass.through(nodes, known.edges, run, watch), known), operations, names)
    finally:
        sys.setrecursionlimit(limit)


def _right(examined: BackwardPass, known: Known) -> BackwardPass:
    """The pass next to the edges that it agrees with, if there are several that may be right."""
    if not known.others:
        return examined
    examined.reset()
    try:
        got = examined.go()
    except (Exception, TooLong):  # told below
        return examined
    if not examined.agrees(got):
        for edges in known.choices():
            other = BackwardPass.through(examined.nodes, edges, examined.run, examined.watch)
            if other.agrees(got):
                return other
    return examined


def _compared(examined: BackwardPass, operations: Sequence[Operation], names: Mapping[int, str]) -> Whole:
    examined.reset()
    try:
        got = examined.go()
    except TooLong:
        if any(operation.faults for operation in operations):
            return Whole((), ("backward() did not finish, and was stopped.",))
        return _failed(examined, "it did not finish in the time it was given, and was stopped", "too long")
    except RecursionError:
        return Whole((), ("backward() recurses too deeply for a graph of this size: it was not looked at as a whole.",))
    except Exception as error:
        why = f"it raises {type(error).__name__}: {error}"
        if any(operation.faults or (operation.doubt and operation.has_step) for operation in operations):
            return Whole((), (f"backward(): {why}.",))
        return _raised(examined, error, why)
    nodes, edges = examined.nodes, examined.edges
    agree = examined.agree(got)
    wrong = [i for i, node in enumerate(nodes) if not agree[i] and wants_gradient(node)]
    shown = [_input(nodes[i], i, examined.right[i], got[i], names) for i in wrong if not edges[i]]
    if any(each.faults or (each.doubt and each.has_step and not each.untold) for each in operations):
        return Whole(tuple(shown[:20]), ())
    leaves = [x for x, edge in zip(got, edges, strict=True) if not edge]
    if wrong and any(leaves) and all(edges[i] and got[i] == 0 for i in wrong):
        return Whole((), (LEAVES,))
    if wrong and any(not each.has_step and each.call and holds_a_step(each.call.code) for each in operations):
        return Whole((_either(examined, got, wrong[-1]), *shown[:20]), ())
    if wrong:
        return Whole((_diagnosed(examined, got, wrong[-1]), *shown[:20]), ())
    return _again(examined)


def _input(node: Node, i: int, right: float, got: float, names: Mapping[int, str]) -> Finding:
    name = names.get(id(node)) or label_of(node) or f"input {i}"
    return Finding(
        "note", "input", "backward", "backward", "the gradient of this input is wrong as a result", name,
        applied=got, expected=right, point=((name, number_of(node)),),
    )  # fmt: skip


def _failed(examined: BackwardPass, why: str, kind: str, error: Exception | None = None) -> Whole:
    place = line_of_error(error) if error is not None else None
    place = place or start_of_pass(examined.run)
    return Whole((Finding("wrong", kind, "backward", examined.method, why, place=place),), ())


def _raised(examined: BackwardPass, error: Exception, why: str) -> Whole:
    """A pass that raises: a wrong name is wrong where it stands, but otherwise the line that raises may be right."""
    place, hint = line_of_error(error), ""
    if not isinstance(error, (NameError, AttributeError)):
        repaired = _repaired(examined, record(examined.nodes, examined.run, examined.watch))
        place, hint = repaired.certain, repaired.choice
        return Whole((Finding("wrong", "raises", "backward", examined.method, why, place=place, hint=hint),), ())
    method = method_of_error(error) or examined.method
    return Whole((Finding("wrong", "raises", "backward", method, why, place=place, hint=hint),), ())


def _repaired(examined: BackwardPass, seen: Recorded) -> Repairs:
    """The small changes that make the pass right; in a large graph, the pass through a part that is wrong as well."""
    if len(examined.nodes) <= REPAIRED:
        return repairs(examined.nodes[-1], seen.codes, examined.is_right)
    made = [i for i, edge in enumerate(examined.edges) if edge]
    for size in PARTS:
        part = examined.part(made[min(size, len(made)) - 1])
        if not _holds(part.is_right):
            return repairs(part.nodes[-1], seen.codes, part.is_right)
    return Repairs((), False)


def _holds(is_right: Callable[[], bool]) -> bool:
    try:
        return is_right()
    except Exception:
        return False


def _diagnosed(examined: BackwardPass, got: Sequence[float], worst: int) -> Finding:
    examined.reset()
    seen = record(examined.nodes, examined.run, examined.watch)
    found: Passing = passing(examined.nodes, examined.edges, seen, got, examined.right)
    repaired = Repairs((), True) if found.kind == "unreached" else _repaired(examined, seen)
    place: Place | None = found.place(examined.run) if repaired.none else repaired.certain
    return Finding(
        "wrong", found.kind, "backward", examined.method, found.reason, label_of(examined.nodes[worst]), place,
        got[worst], examined.right[worst], hint=found.hint if place is not None else repaired.choice or found.hint,
    )  # fmt: skip


def _either(examined: BackwardPass, got: Sequence[float], worst: int) -> Finding:
    """A pass that is wrong and runs steps that its engine keeps where they cannot be seen: either may be at fault."""
    reason = "the gradients are not those of the chain rule; which of the steps it runs, if any, is wrong is not known"
    return Finding(
        "wrong", "combined", "backward", f"{examined.method} or a step that it runs", reason,
        label_of(examined.nodes[worst]), None, got[worst], examined.right[worst],
    )  # fmt: skip


def _again(examined: BackwardPass) -> Whole:
    """Judge a second pass, for which there are three conventions, and one after a reset, for which there is one."""
    try:
        second = examined.go()
        examined.reset()
        third = examined.go()
    except Exception as error:
        return _failed(examined, f"called a second time, it raises {type(error).__name__}: {error}", "second", error)
    except TooLong:
        return _failed(examined, "called a second time, it does not finish", "second")
    made = [node for node, edge in zip(examined.nodes, examined.edges, strict=True) if edge]
    if not all(map(operands_of, spread(made))):
        return Whole((), (FREED,))
    if not examined.agrees(third):
        why = "called again with all gradients at 0, it gives others than before: it keeps something between calls"
        return _failed(examined, why, "second")
    for name, wanted in _conventions(examined):
        if examined.agrees(second, wanted):
            return Whole((), (AGAIN[name],))
    why = "a second call neither sets the gradients nor adds to them: it keeps something between calls"
    return _failed(examined, why, "second")


def _conventions(examined: BackwardPass) -> Iterator[tuple[str, Sequence[float]]]:
    edges, right = examined.edges, examined.right
    twice = [2 * x for x in right]
    yield "sets", right
    yield "adds", [2 * x if not edge else x for x, edge in zip(right, edges, strict=True)]
    yield "adds", twice
    yield "adds", [*twice[:-1], right[-1]]
    yield "counts twice", chain_rule(edges, right, 1.0)[0]
    yield "counts twice", chain_rule(edges, right, 2.0)[0]
