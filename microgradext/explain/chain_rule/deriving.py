"""How a derivation is made from a graph, its numbers, and the nodes that are asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ...engine.frame import Frame, frame_of
from ...engine.graph import Graph, graph_of, reached
from ...engine.tape.drift import drift_in, frame_of_now, told
from ...engine.value import Value
from ...interop.lookalike import twins
from ...interop.shape import Node, is_traceable
from ...interop.trace import refused
from ..words.naming import Names
from ..words.numbers import MINUS
from .asked import Asked, asked_nodes
from .birth import born
from .chain import Chain, Sides
from .derivation import Both, Derivation, Equation, Rule
from .terms import Uses, terms
from .tongues import Latex, Text

PACKAGE = __name__.partition(".")[0] + "."
WHOLE = 24  # nodes; of a larger graph only the inputs are derived, unless others are asked for
MOST = 40  # rules in one derivation


class Explains(Protocol):
    """A result that can say what its run came to."""

    def explain(self, wrt: Asked | None = None) -> Derivation:
        """The chain rule of a node."""


Explainable = Value | Explains


def explain(target: Explainable, wrt: Asked | None = None) -> Derivation:
    """The chain rule of a node of `target`, a Value or the result of `grad`: in ∂s, in symbols, in numbers.

    `wrt` is a name (`"b"`, `"logits[0]"`, the name of a list), a Value, or a list of them. Without it, everything
    between the output and its inputs is derived in the order of the backward pass; in a graph of more than 24 nodes,
    the inputs alone. A Value of another class of micrograd's shape works too; one without a label goes by its name
    where `explain` is called. Nothing is changed, not even a `grad`. Raises ValueError for a name that the graph does
    not know and for a constant, and TypeError for anything that is neither a Value nor a result.

    >>> a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    >>> d, e = a * b, a + b
    >>> d.label, e.label = "d", "e"
    >>> f = d * e
    >>> f.label = "f"
    >>> print(explain(f, "b"))
    d = a·b = −2·3 = −6
    e = a + b = −2 + 3 = 1
    f = d·e = −6·1 = −6
    <BLANKLINE>
    ∂f/∂b = ∂f/∂d·∂d/∂b + ∂f/∂e·∂e/∂b
          = e·a + d·1
          = 1·(−2) + (−6)·1
          = −8
    """
    if isinstance(target, Value):
        return _of_value(target, wrt)
    if is_traceable(target):
        return _of_foreign(target, wrt)
    if not hasattr(target, "explain"):
        raise TypeError(refused(target, "explain takes a Value or the result of grad, not {}"))
    return target.explain(wrt)


def _of_foreign(value: Node, wrt: Any) -> Derivation:
    """The derivation of a Value of another class, by its twin."""
    frame = sys._getframe(1)
    while frame.f_back is not None and str(frame.f_globals.get("__name__", "")).startswith(PACKAGE):
        frame = frame.f_back
    pairs = twins(value, {**frame.f_globals, **frame.f_locals})
    ours = {id(theirs): made for theirs, made in pairs}
    asked: Any = [ours.get(id(one), one) for one in wrt] if isinstance(wrt, list | tuple) else ours.get(id(wrt), wrt)
    return _of_value(pairs[-1][1], asked)


def _of_value(value: Value, wrt: Asked | None) -> Derivation:
    asked = wrt if isinstance(wrt, list | tuple) else [wrt]
    graph, values = graph_of(value, also=[one for one in asked if isinstance(one, Value)])
    drift = drift_in(graph, values)
    if drift is None:
        return derivation(graph, _frame_of(graph, values), values, wrt)
    moved = told(drift, graph, values, Names(graph).output)
    frame = frame_of_now(graph, values)
    if frame is None:
        raise ValueError(moved)
    made = derivation(graph, frame, values, wrt)
    return replace(made, notes=(moved, *made.notes))


def _frame_of(graph: Graph, values: Sequence[Value]) -> Frame:
    """The frame of Values whose gradients stay as they are."""
    before = [each._grad for each in values]
    try:
        return frame_of(graph, values)
    finally:
        for each, gradient in zip(values, before, strict=True):
            each._grad = gradient


def derivation(graph: Graph, frame: Frame, values: Sequence[Value], wrt: Asked | None = None) -> Derivation:
    """The derivation of what `wrt` asks for in a graph whose Values are `values`; see `explain`."""
    nodes = _usual(graph) if wrt is None else asked_nodes(graph, values, wrt)
    names, used = Names(graph), Uses(graph, nodes[:MOST])
    made = _Made(graph, names, Chain(frame, used), Text(graph, names), Latex(graph, names))
    rules = [made.rule(node) for node in nodes[:MOST]]
    formulas = [made.formula(node) for node in made.needed(nodes[:MOST])]
    letters = [made.letter(node) for node in names.letters_in(_texts([*formulas, *(rule.equation for rule in rules)]))]
    told = {formula.text.left for formula in formulas}
    letters = [letter for letter in letters if letter.text.left not in told]
    shown = [frame.values[node] for node in (graph.output, *made.chain.passed, *nodes)]
    shown += [x for rule in rules for term in rule.terms for x in (term.upstream, term.contribution)]
    notes = [*_more(len(nodes) - MOST), *born(graph, frame, names, shown)]
    return Derivation(names.output, (*letters, *formulas), tuple(rules), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Made:
    """Writes each part of a derivation in both tongues."""

    graph: Graph
    names: Names
    chain: Chain
    text: Text
    latex: Latex

    def rule(self, node: int) -> Rule:
        """The chain rule of a node."""
        found = terms(self.graph, self.chain.frame, self.chain.uses.of(node))
        equation = Both(
            _spaced(self.chain.left(self.text, node), self.chain.lines(self.text, node, found)),
            _typeset(self.chain.left(self.latex, node), self.chain.lines(self.latex, node, found)),
        )
        why = _why(self.graph, self.names, node, self.chain.uses)
        return Rule(self.names.code(node).text, self.chain.frame.gradients[node], found, equation, why)

    def needed(self, nodes: Iterable[int]) -> list[int]:
        """The operations that are derived and those whose derivatives were written out, in the order of the code."""
        return sorted({*self.chain.passed, *(node for node in nodes if self.graph.nodes[node].operands)})

    def formula(self, node: int) -> Both:
        """An operation with its numbers put in."""
        return Both(
            _spaced(self.text.name(node).text, self.chain.formula(self.text, node)),
            _typeset(self.latex.name(node).text, self.chain.formula(self.latex, node)),
        )

    def letter(self, node: int) -> Both:
        """What a letter stands for."""
        made = self.names.made(node)
        text, latex = Sides([made]), Sides([self.names.upright(node)])
        return Both(_spaced(self.text.name(node).text, text), _typeset(self.latex.name(node).text, latex))


def _spaced(left: str, sides: Sides) -> Equation:
    """An equation for the terminal, with a dot for products and a real minus sign."""
    left, *others = [side.replace(" * ", "·").replace("-", MINUS) for side in (left, *sides.texts)]
    return Equation(left, tuple(others), sides.rounded)


def _typeset(left: str, sides: Sides) -> Equation:
    return Equation(left, tuple(sides.texts), sides.rounded)


def _texts(equations: Iterable[Both]) -> list[str]:
    return [text for both in equations for side in (both.text, both.latex) for text in (side.left, *side.sides)]


def _usual(graph: Graph) -> list[int]:
    """What is derived when no node is asked for, in the order of the backward pass."""
    inputs = {*(graph.inputs or _leaves(graph))}
    leads = reached(graph)
    between = [
        node
        for node in range(len(graph.nodes) - 1, -1, -1)
        if node in inputs or (leads[node] and node != graph.output and graph.nodes[node].kind != "constant")
    ]
    return (between if len(between) <= WHOLE else sorted(inputs, reverse=True)) or [graph.output]


def _leaves(graph: Graph) -> list[int]:
    leaves = [index for index, node in enumerate(graph.nodes) if node.kind in ("input", "leaf")]
    return [leaf for leaf in leaves if graph.nodes[leaf].label] or leaves


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"{count} more are left out; ask for them by name."


def _why(graph: Graph, names: Names, node: int, used: Uses) -> str:
    """What to say if there is nothing to derive."""
    if node == graph.output:
        return "The output with respect to itself."
    if used.of(node):
        return ""
    name, output = names.code(node).text, names.output
    others = [names.code(index).text for index, made in enumerate(graph.nodes) if node in made.operands]
    if not others:
        return f"{output} does not use {name}."
    return f"{output} does not use {name}: {others[0]}, which is made from it, does not lead to {output}."
