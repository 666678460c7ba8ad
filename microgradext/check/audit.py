"""Audit: the three looks at a node and at everything it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from types import FunctionType

from ..interop.shape import Node, Walk, label_of, number_of, op_of, without_order
from .backward.edges import edges_of
from .backward.whole import Whole, examine_whole
from .blame.findings import findings_of
from .calls.anew import anew, drifted
from .calls.call import Call
from .calls.remake import Remaker
from .calls.restore import kept, methods_of, quiet
from .calls.time_limit import TooLong, Watch
from .operation.as_it_stands import Stand, as_it_stands
from .operation.by_row import ByRow
from .operation.examine import Operation, examine
from .report.finding import Checked, Finding
from .report.report import Report

DRAWN = 100
"""The most nodes of a graph of which a picture may be drawn: the order of their operands is kept for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asks for."""

    names: Mapping[int, str]  # of inputs, by identity
    only: bool = False  # say nothing about other inputs
    reveal: bool = True
    seconds: float = 2.0
    functions: tuple[FunctionType, ...] = ()  # that made the graph


def audit(walked: Walk, wanted: Wanted) -> Report:
    """Try every operation that a walk has met, then the `backward()` of the node from which it began."""
    root = walked.nodes[-1]
    title = wanted.names.get(id(root)) or label_of(root) or f"{type(root).__name__}({number_of(root):.6g})"
    if walked.cycle is not None:
        return _cyclic(title, walked.cycle, wanted)
    if len(walked.nodes) == 1:
        looks = ("It was not made by an operation, so there is nothing to check.",)
        return Report(title, (), (), looks, wanted.reveal)
    return _audited(title, walked, wanted)


def _audited(title: str, walked: Walk, wanted: Wanted) -> Report:
    nodes: Sequence[Node] = walked.nodes
    remaker = Remaker(wanted.functions)
    printed = StringIO()
    code = [*wanted.functions, *methods_of(nodes)]
    with quiet(printed), kept(nodes, code) as changes, Watch(wanted.seconds) as watch:
        stand = as_it_stands(nodes, walked.operands, watch)
        plainly = ByRow(stand, remaker)
        with kept((), code, beside=nodes):
            off = drifted([each.node for each in stand.made.values()], remaker, watch, plainly)
        made = anew(nodes, off, watch, title, wanted.names)
        if made.nodes is not nodes:
            nodes = made.nodes
            stand = as_it_stands(nodes, {}, watch)
            plainly = ByRow(stand, remaker)
        # A tape of the module has grown longer, when the pass runs along it.
        with kept((), code, beside=nodes) as tried:
            operations = [examine(group, plainly, remaker, watch) for group in _groups(stand, remaker, watch)]
            _acquit(operations)
            found = [finding for operation in operations for finding in findings_of(operation)]
            checked = tuple(_checked(operations, nodes, remaker, watch))
            known = edges_of(nodes, operations, stand.first, remaker, watch)
        whole = examine_whole(nodes, operations, known, watch, wanted.names)
    if wanted.only:
        whole = Whole(tuple(each for each in whole.findings if _is_asked(each, wanted)), whole.looks)
    looks = [
        made.said,
        _without_steps(operations),
        *whole.looks,
        _effects(list(dict.fromkeys([*tried.names, *changes.names])), printed.getvalue()),
    ]
    return Report(title, checked, (*found, *whole.findings), tuple(filter(None, looks)), wanted.reveal)


def _acquit(operations: Sequence[Operation]) -> None:
    """Clear the operations without a step if all of them are wrong: then it is the pass that is wrong."""
    without = [operation for operation in operations if not operation.has_step and not operation.untold]
    if len(without) > 1 and all(operation.faults for operation in without):
        for operation in without:
            operation.faults.clear()


def _is_asked(finding: Finding, wanted: Wanted) -> bool:
    return finding.kind != "input" or finding.operand in wanted.names.values()


def _groups(stand: Stand, remaker: Remaker, watch: Watch) -> list[list[Node]]:
    """The nodes by operation; where a node does not tell its own, the calls that make it do."""
    groups: dict[object, list[Node]] = {}
    told: set[int] = set()  # kinds, which say it for each of their nodes
    for made in stand.made.values():
        methods: tuple[str, ...] = ()
        kind = id(made.kind)
        if kind not in told:
            if remaker.is_told(made.node, made.kind):
                told.add(kind)
            else:
                with suppress(TooLong):
                    methods = watch.call(remaker.methods, made.node, made.kind)
        groups.setdefault((kind, methods), []).append(made.node)
    return list(groups.values())


def _checked(
    operations: Sequence[Operation], nodes: Sequence[Node], remaker: Remaker, watch: Watch
) -> Iterator[Checked]:
    places = {id(node): place for place, node in enumerate(nodes)}
    for operation in operations:
        verdict = operation.verdict
        calls = [_call_of(node, remaker, watch) for node in operation.nodes] if len(nodes) <= DRAWN else []
        order = [
            tuple([places[id(each)] for each in call.operands if id(each) in places]) if call else () for call in calls
        ]
        names = {fault.sample.names[fault.position] for fault in operation.faults if fault.position >= 0}
        wrong = [
            (places[id(node)], places[id(operand)])
            for node, call in zip(operation.nodes, calls, strict=bool(calls))
            for operand in (call.operands if call else ())
            if call and id(operand) in places and call.name_of(operand) in names
        ]
        yield Checked(
            operation.op, operation.method, len(operation.nodes),
            "wrong" if verdict == "wrong" else "right" if verdict == "right" else "cannot tell",
            tuple([places[id(node)] for node in operation.nodes]), tuple(order), tuple(dict.fromkeys(wrong)),
        )  # fmt: skip


def _call_of(node: Node, remaker: Remaker, watch: Watch) -> Call | None:
    try:
        return watch.call(remaker, node)
    except TooLong:
        return None


def _without_steps(operations: Sequence[Operation]) -> str:
    if all(operation.has_step for operation in operations):
        return ""
    return (
        "The engine has no _backward that can be run alone: its pass was run on each operation between leaves, and on"
        " the whole graph."
    )


def _effects(names: Sequence[str], printed: str) -> str:
    if not names and not printed:
        return ""
    changed = f"change {', '.join(names[:3])}" if names else ""
    both = " and ".join(filter(None, [changed, "print" if printed else ""]))
    return f"The operations also {both}; running them again here had no such effect."


def _cyclic(title: str, node: Node, wanted: Wanted) -> Report:
    reason = without_order(node, wanted.names.get(id(node), ""))
    finding = Finding("wrong", "cycle", op_of(node), type(node).__name__, reason)
    return Report(title, (), (finding,), ("A graph with a cycle cannot be run.",), wanted.reveal)
