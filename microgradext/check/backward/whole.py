"""The whole graph: whether `backward()` combines the steps as the chain rule says."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...interop.shape import Node, is_constant, label_of, number, number_of, operands_of, wants_gradient
from ..blame.source import Place
from ..operation.as_it_stands import First
from ..operation.examine import Operation
from ..operation.trial import Setting, expected, put
from ..report.report import Finding
from ..rerun.remake import Remaker
from ..rerun.time_limit import TooLong, Watch
from .passing import Passing, Recorded, line_of_error, passing, record, start_of_pass
from .repair import Repairs, repairs

BACKWARD = ("backward", "backprop", "backpropagate", "backward_pass")
REPAIRED = 1000
"""In graphs of more nodes a pass takes too long to be run with every small change; parts of so many operations are."""
PARTS = (100, 60, 30, 10)

Edges = Sequence[Sequence[tuple[int, float]]]
"""For each node its operands, by position, with their local derivatives."""

LEAVES = "backward() keeps the gradients of leaves only, as in PyTorch."
FREED = "backward() lets go of the graph, as in PyTorch: a second pass needs a new forward pass."
AGAIN = {
    "sets": "A second backward() sets the gradients anew.",
    "adds": "A second backward() adds to the gradients: set them to 0 before it.",
    "counts twice": "A second backward() adds, and counts what lies between inputs and output twice, as in micrograd:"
    " set all gradients to 0 before it.",
}


@dataclass(frozen=True, slots=True)
class Whole:
    """What the look at the whole graph found."""

    findings: tuple[Finding, ...]
    looks: tuple[str, ...]


def backward_of(root: Node) -> Callable[[], object] | None:
    """The method that runs the pass; None where the class has none."""
    return next((getattr(root, name) for name in BACKWARD if callable(getattr(root, name, None))), None)


def examine_whole(
    nodes: Sequence[Node],
    operations: Sequence[Operation],
    first: First,
    remaker: Remaker,
    watch: Watch,
    names: Mapping[int, str],
) -> Whole:
    """Run `backward()` of the last of `nodes` and compare it, node by node."""
    root = nodes[-1]
    run = backward_of(root)
    if run is None:
        return Whole((), ("The class has no backward(), so only the operations were looked at.",))
    try:
        edges = _edges(nodes, operations, first, remaker, watch)
    except TooLong:
        edges = None
    if edges is None:
        return Whole((), ("Some operations could not be run again, so the whole graph was not looked at.",))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 4 * len(nodes) + 2000))
    try:
        return _compared(nodes, edges, run, operations, watch, names)
    finally:
        sys.setrecursionlimit(limit)


def _edges(
    nodes: Sequence[Node], operations: Sequence[Operation], first: First, remaker: Remaker, watch: Watch
) -> list[list[tuple[int, float]]] | None:
    position = {id(node): i for i, node in enumerate(nodes)}
    right = {id(node): operation for operation in operations for node in operation.nodes}
    edges: list[list[tuple[int, float]]] = []
    for node in nodes:
        operation = right.get(id(node))
        if operation is None:
            edges.append([])
            continue
        found = first.get(id(node)) if operation.verdict == "right" else None
        found = _slopes(node, remaker, watch) if found is None else found
        if found is None:
            return None
        edges.append([(position[id(operand)], x) for operand, x in found if id(operand) in position])
    return edges


def _slopes(node: Node, remaker: Remaker, watch: Watch) -> list[tuple[Node, float]] | None:
    call = watch.call(remaker, node)
    if call is None:
        return None
    operands = tuple({id(operand): operand for operand in call.operands if not is_constant(operand)}.values())
    setting = Setting(call, operands, tuple([number_of(operand) for operand in operands]), node)
    slopes = expected(setting, watch)
    if any(not math.isfinite(each.value) for each in slopes):
        return None
    return [(operand, each.value) for operand, each in zip(operands, slopes, strict=True)]


def chain_rule(edges: Edges, start: Sequence[float], seed: float) -> tuple[list[float], list[float]]:
    """The gradients after a pass that begins with `start` and gives the last node `seed`; the sizes of its sums."""
    gradients, sizes = list(start), [abs(x) for x in start]
    gradients[-1], sizes[-1] = seed, abs(seed)
    for i in range(len(edges) - 1, -1, -1):
        for operand, local in edges[i]:
            gradients[operand] += gradients[i] * local
            sizes[operand] += sizes[i] * abs(local)
    return gradients, sizes


def _compared(
    nodes: Sequence[Node],
    edges: Edges,
    run: Callable[[], object],
    operations: Sequence[Operation],
    watch: Watch,
    names: Mapping[int, str],
) -> Whole:
    zeros = [0.0] * len(nodes)
    right, sizes = chain_rule(edges, zeros, 1.0)
    _reset(nodes)
    try:
        watch.call(run)
    except TooLong:
        if any(operation.faults for operation in operations):
            return Whole((), ("backward() did not come to an end, and was stopped.",))
        return _failed(run, "it did not come to an end in the time it was given, and was stopped", "too long")
    except RecursionError:
        return Whole((), ("backward() recurses too deeply for a graph of this size, so the whole was not looked at.",))
    except Exception as error:
        why = f"it raises {type(error).__name__}: {error}"
        if any(operation.faults for operation in operations):
            return Whole((), (f"backward(): {why}.",))
        return _raised(nodes, edges, run, error, why, watch)
    got = [number(node.grad) for node in nodes]
    agree = [_agree(*each) for each in zip(got, right, sizes, strict=True)]
    wrong = [i for i, node in enumerate(nodes) if not agree[i] and wants_gradient(node)]
    shown = [_input(nodes[i], i, right[i], got[i], names) for i in wrong if not edges[i]]
    if any(operation.faults or (operation.doubt and operation.has_step) for operation in operations):
        return Whole(tuple(shown[:20]), ())
    leaves = [x for x, edge in zip(got, edges, strict=True) if not edge]
    if wrong and any(leaves) and all(edges[i] and got[i] == 0 for i in wrong):
        return Whole((), (LEAVES,))
    if wrong:
        return Whole((_diagnosed(nodes, edges, run, right, got, wrong, watch), *shown[:20]), ())
    return _again(nodes, edges, run, watch, right, sizes)


def _reset(nodes: Sequence[Node]) -> None:
    for node in nodes:
        put(node, "grad", 0.0)


def _agree(got: float, right: float, size: float) -> bool:
    if not math.isfinite(right):
        return True
    return abs(got - right) <= 1e-5 * max(abs(right), 1e-6 * size)


def _input(node: Node, i: int, right: float, got: float, names: Mapping[int, str]) -> Finding:
    name = names.get(id(node)) or label_of(node) or f"input {i}"
    return Finding(
        "note", "input", "backward", "backward", "the gradient of this input is wrong in consequence", name,
        applied=got, expected=right, point=((name, number_of(node)),),
    )  # fmt: skip


def _method(run: Callable[[], object]) -> str:
    return str(getattr(getattr(run, "__func__", run), "__qualname__", "backward")).partition(".<locals>")[0]


def _failed(run: Callable[[], object], why: str, kind: str, error: Exception | None = None) -> Whole:
    place = line_of_error(error) if error is not None else None
    return Whole((Finding("wrong", kind, "backward", _method(run), why, place=place or start_of_pass(run)),), ())


def _raised(
    nodes: Sequence[Node], edges: Edges, run: Callable[[], object], error: Exception, why: str, watch: Watch
) -> Whole:
    """A pass that raises: where a name is wrong it is that line, else what it raises at may be right."""
    place, hint = line_of_error(error), ""
    if not isinstance(error, (NameError, AttributeError)):
        repaired = _repaired(nodes, edges, record(nodes, run, watch))
        place, hint = repaired.certain, repaired.choice
    return Whole((Finding("wrong", "raises", "backward", _method(run), why, place=place, hint=hint),), ())


def _repaired(nodes: Sequence[Node], edges: Edges, seen: Recorded) -> Repairs:
    """The small changes that make the pass right; of a large graph, the pass of a part of it that is wrong as well."""
    if len(nodes) <= REPAIRED:
        return repairs(nodes[-1], seen.codes, _judged(nodes, edges))
    made = [i for i, edge in enumerate(edges) if edge]
    for size in PARTS:
        part = _part(edges, made[min(size, len(made)) - 1])
        at = {i: place for place, i in enumerate(part)}
        is_right = _judged([nodes[i] for i in part], [[(at[o], x) for o, x in edges[i]] for i in part])
        if not _holds(is_right):
            return repairs(nodes[part[-1]], seen.codes, is_right)
    return Repairs((), False)


def _part(edges: Edges, last: int) -> list[int]:
    """The positions of what a node was made from, and its own."""
    found, pending = {last}, [last]
    while pending:
        fresh = {operand for operand, _ in edges[pending.pop()]} - found
        found |= fresh
        pending += fresh
    return sorted(found)


def _judged(nodes: Sequence[Node], edges: Edges) -> Callable[[], bool]:
    """Whether the pass from the last of `nodes`, run once more, gives what the chain rule does."""
    run = backward_of(nodes[-1])
    assert run is not None, "of the same class"
    right, sizes = chain_rule(edges, [0.0] * len(nodes), 1.0)

    def is_right() -> bool:
        _reset(nodes)
        run()
        return all(_agree(number(node.grad), *each) for node, *each in zip(nodes, right, sizes, strict=True))

    return is_right


def _holds(is_right: Callable[[], bool]) -> bool:
    try:
        return is_right()
    except Exception:
        return False


def _diagnosed(
    nodes: Sequence[Node],
    edges: Edges,
    run: Callable[[], object],
    right: Sequence[float],
    got: Sequence[float],
    wrong: Sequence[int],
    watch: Watch,
) -> Finding:
    _reset(nodes)
    seen = record(nodes, run, watch)
    found: Passing = passing(nodes, edges, seen, got, right)
    worst = wrong[-1]
    repaired = _repaired(nodes, edges, seen)
    place: Place | None = found.place(run) if repaired.none else repaired.certain
    return Finding(
        "wrong", found.kind, "backward", _method(run), found.reason, label_of(nodes[worst]), place,
        got[worst], right[worst], hint=found.hint if place is not None else repaired.choice or found.hint,
    )  # fmt: skip


def _again(
    nodes: Sequence[Node],
    edges: Edges,
    run: Callable[[], object],
    watch: Watch,
    right: Sequence[float],
    sizes: Sequence[float],
) -> Whole:
    """A second pass has three conventions; after a reset there is only one."""
    try:
        watch.call(run)
        second = [number(node.grad) for node in nodes]
        _reset(nodes)
        watch.call(run)
    except Exception as error:
        return _failed(run, f"called a second time it raises {type(error).__name__}: {error}", "second", error)
    except TooLong:
        return _failed(run, "called a second time it does not come to an end", "second")
    if any(edge and not operands_of(node) for node, edge in zip(nodes, edges, strict=True)):
        return Whole((), (FREED,))
    third = [number(node.grad) for node in nodes]
    if not all(_agree(*each) for each in zip(third, right, sizes, strict=True)):
        why = (
            "called again with all gradients at 0 it gives others than the first time: it keeps something between calls"
        )
        return _failed(run, why, "second")
    for name, wanted in _conventions(edges, right):
        if all(_agree(a, b, size) for a, b, size in zip(second, wanted, sizes, strict=True)):
            return Whole((), (AGAIN[name],))
    why = "a second call neither sets the gradients nor adds to them: it keeps something between calls"
    return _failed(run, why, "second")


def _conventions(edges: Edges, right: Sequence[float]) -> list[tuple[str, Sequence[float]]]:
    leaves = [2 * x if not edge else x for x, edge in zip(right, edges, strict=True)]
    twice = [2 * x for x in right]
    lone = [*twice[:-1], right[-1]]
    return [
        ("sets", right),
        ("adds", leaves),
        ("adds", twice),
        ("adds", lone),
        ("counts twice", chain_rule(edges, right, 1.0)[0]),
        ("counts twice", chain_rule(edges, right, 2.0)[0]),
    ]
