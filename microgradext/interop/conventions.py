"""Conventions: the attributes in which engines keep a node's number, operands and names, micrograd's first."""

from __future__ import annotations

NUMBERS = ("data", "value", "val", "v")
"""Where engines keep a node's number, micrograd's name first."""

OPERANDS = tuple("_prev _children prev _parents parents children _inputs inputs _operands operands".split()) + tuple(
    "_kids kids _args args _sources sources _src src _deps deps".split()
)
"""Where engines keep what a node was made from, micrograd's name first; beside `parents`, `children` are its users."""

USERS = frozenset("children kids _kids".split())
"""Names for what was made from a node, in an engine that has `parents` for what it was made from."""

ELSEWHERE = frozenset(
    "grad next nxt previous before after last first root out output outputs result owner users used_by uses consumers"
    " tape graph".split()
)
"""Attributes that hold nodes which a node was not made from."""

PAIRED = ("_local_gradients", "local_gradients", "_local_grads", "local_grads", "_partials", "partials")
"""Where engines without the above keep operands and local derivatives in pairs."""

USUAL = (*OPERANDS, *PAIRED)
"""In the order in which they are believed."""

OPS = ("_op", "op", "_operation", "operation", "op_name")
LABELS = ("label", "name", "_label", "_name")
