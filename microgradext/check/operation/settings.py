"""Settings: where an operation is tried: at the user's nodes, at other points, with one node in every place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import islice

from ...interop.shape import Node, is_constant, is_node, number_of, operands_of
from ..calls.call import Call
from .points import points
from .trial import Setting

REPEATED = 4
"""At how many points the same node is tried in every place."""


def at_home(node: Node, call: Call | None) -> Setting:
    """A user's node as it stands."""
    operands = once([*(call.operands if call is not None else ()), *operands_of(node)])
    repeated = call is not None and len(call.operands) > len(once(call.operands))
    return Setting(call, operands, tuple([number_of(operand) for operand in operands]), node, repeated)


def elsewhere(call: Call) -> Iterator[Setting]:
    """The same operation at other points, and with one node in every place."""
    operands = once(call.operands)
    if not operands:
        return
    if len(call.operands) > len(operands) == 1:  # `a * a`: with a twin in the second place each has its own share
        call = call.with_operands([operands[0], *[copy(each) for each in call.operands[1:]]])
        operands = once(call.operands)
    for point in points(tuple([number_of(operand) for operand in operands])):
        yield Setting(call, operands, point)
    if len(call.operands) > 1:
        same = call.with_operands([operands[0]] * len(call.operands))
        for point in islice(points((number_of(operands[0]),)), REPEATED):
            yield Setting(same, operands[:1], point, repeated=True)


def between_leaves(call: Call) -> Iterator[Setting]:
    """The operation with leaves for operands, where the pass of an engine without steps does what a step would."""
    made = [_leaf(operand) for operand in call.operands]
    if all(leaf is not None for leaf in made):
        for setting in elsewhere(call.with_operands(made)):
            yield replace(setting, whole=True)


def as_leaves(call: Call) -> Setting | None:
    """The operation as it stands, with a leaf for each of its operands; None where leaves cannot be made."""
    leaves = {id(operand): _leaf(operand) for operand in call.operands}
    if any(leaf is None for leaf in leaves.values()):
        return None
    made = call.with_operands([leaves[id(operand)] for operand in call.operands])
    operands = once(made.operands)
    return Setting(made, operands, tuple([number_of(each) for each in operands]), whole=True)


def _leaf(operand: Node) -> Node | None:
    """A leaf of the class of `operand` with its number."""
    try:
        leaf = type(operand)(number_of(operand))
    except Exception:
        return None
    return leaf if is_node(leaf) and not operands_of(leaf) else None


def once(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Each node once; constants, which get no gradient in our engine, are left out."""
    return tuple({id(node): node for node in nodes if not is_constant(node)}.values())
