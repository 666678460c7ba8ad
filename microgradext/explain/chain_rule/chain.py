"""The chain rule of one node, line by line: in ∂s, in symbols, in current numbers, and the result."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...engine.frame import Frame
from ..words.piece import Piece
from .terms import Term, Uses
from .tongues import Tongue

WHOLE = 6  # terms of a sum that is written out whole; of a longer one, the first three and the last
FIRST = 3
STEPS = 8  # operations along which an upstream gradient is followed
FACTORS = 2  # that it may have when written in symbols


@dataclass(frozen=True)
class Chain:
    """Writes the chain rules of one graph; `passed` collects the operations whose derivatives were written out."""

    frame: Frame
    uses: Uses
    passed: dict[int, None] = field(default_factory=dict)

    def left(self, tongue: Tongue, node: int) -> str:
        """The left-hand side: the gradient that is derived."""
        return tongue.fraction(tongue.graph.output, node).text

    def lines(self, tongue: Tongue, node: int, terms: Sequence[Term]) -> list[str]:
        """What it equals: each line repeats the one before, worked out further."""
        result = tongue.number(self.frame.gradients[node]).text
        if not terms:
            return [result]
        shown = [*terms[:FIRST], terms[-1]] if len(terms) > WHOLE else terms
        rest = [] if len(shown) == len(terms) else terms[FIRST:-1]
        count, in_all = len(rest), sum(term.contribution for term in rest)
        # Next to ∂z/∂z, what the output passes on itself would be written as the very thing that is derived.
        is_direct = any(term.node == tongue.graph.output for term in terms)
        fractions = [] if is_direct else [self._in_fractions(tongue, node, term) for term in shown]
        sums = (
            *([_sum(tongue, fractions, count, None)] if fractions else []),
            _sum(tongue, [self._in_symbols(tongue, node, term) for term in shown], count, None),
            _sum(tongue, [_in_numbers(tongue, term) for term in shown], count, in_all),
        )
        return [line for line, before in zip([*sums, result], ["", *sums], strict=True) if line != before]

    def formula(self, tongue: Tongue, node: int) -> list[str]:
        """An operation with the names of its operands, then with their numbers, then its result."""
        made = tongue.graph.nodes[node]
        operands = made.operands
        shown = [*operands[:FIRST], operands[-1]] if len(operands) > WHOLE else operands
        names = [tongue.name(operand) for operand in shown]
        numbers = [tongue.number(self.frame.values[operand]) for operand in shown]
        if len(shown) < len(operands):
            for parts in (names, numbers):
                parts.insert(FIRST, tongue.dots())
        sides = [tongue.operation(node, parts).text for parts in (names, numbers)]
        sides.append(tongue.number(self.frame.values[node]).text)
        before = [tongue.name(node).text, *sides]
        return [side for side, last in zip(sides, before, strict=False) if _bare(side) != _bare(last)]

    def _in_fractions(self, tongue: Tongue, node: int, term: Term) -> Piece:
        return tongue.product([tongue.fraction(tongue.graph.output, term.node), tongue.fraction(term.node, node)])

    def _in_symbols(self, tongue: Tongue, node: int, term: Term) -> Piece:
        self.passed[term.node] = None
        local = tongue.fraction(term.node, node) if term.local is None else tongue.local(term.node, term.operand)
        return tongue.product([*self._upstream(tongue, term.node), local])

    def _upstream(self, tongue: Tongue, node: int) -> list[Piece]:
        """The upstream gradient, in symbols if one short path leads to the output; factors of 1 are left out."""
        factors: list[Piece] = []
        way: list[int] = []
        at = node
        while at != tongue.graph.output:
            use = self.uses.only(at)
            if use is None or len(way) == STEPS or tongue.graph.nodes[use[0]].kind != "operation":
                return [tongue.fraction(tongue.graph.output, node)]
            at, slot = use
            way.append(at)
            factors += [factor for factor in [tongue.local(at, slot)] if factor.text != "1"]
            if len(factors) > FACTORS:
                return [tongue.fraction(tongue.graph.output, node)]
        self.passed.update(dict.fromkeys(way))
        return factors[::-1]


def _bare(text: str) -> str:
    return text.replace(" ", "")


def _in_numbers(tongue: Tongue, term: Term) -> Piece:
    if term.local is None:
        return tongue.number(term.contribution)
    return tongue.product([tongue.number(term.upstream), tongue.number(term.local)])


def _sum(tongue: Tongue, parts: list[Piece], left_out: int, total: float | None) -> str:
    if left_out:
        parts.insert(FIRST, tongue.left_out(left_out, total))
    return tongue.total(parts).text
