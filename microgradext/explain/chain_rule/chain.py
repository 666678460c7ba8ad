"""The chain rule of one node, line by line: in ∂s, in symbols, in current numbers, and the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from ...engine.frame import Frame
from ...engine.generated import scalar
from ...engine.ops import TABLE
from ..rounding import ROUNDING, Known, is_lost, shown_contribution, shown_gradient
from ..words.piece import Piece
from .terms import Term, Uses
from .tongues import Tongue

WHOLE = 6  # terms of a sum that is written out whole; of a longer one, the first three and the last
FIRST = 3
STEPS = 8  # operations along which an upstream gradient is followed
FACTORS = 2  # that it may have when written in symbols
DIGITS = (0, 6, 8, 10, 12, 14, 17)  # significant ones; 0 stands for the usual number of them

Read = Callable[[float], float]
"""A number as it is printed, read back."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What a left-hand side equals; the last of them is only about that if `rounded`."""

    texts: Sequence[str]
    rounded: bool = False


@dataclass(frozen=True)
class Chain:
    """Writes the chain rules of one graph; `passed` collects the operations whose derivatives were written out."""

    frame: Frame
    uses: Uses
    passed: dict[int, None] = field(default_factory=dict)

    def left(self, tongue: Tongue, node: int) -> str:
        """The left-hand side: the gradient that is derived."""
        return tongue.fraction(tongue.graph.output, node).text

    def lines(self, tongue: Tongue, node: int, terms: Sequence[Term]) -> Sides:
        """What it equals: each line repeats the one before, worked out further."""
        gradient = self.frame.gradients[node]
        is_rounding = shown_gradient(self.frame, node) == ROUNDING
        result = tongue.number(0.0 if is_rounding else gradient).text
        if not terms:
            return Sides([result])
        shown = [*terms[:FIRST], terms[-1]] if len(terms) > WHOLE else terms
        rest = [] if len(shown) == len(terms) else terms[FIRST:-1]
        count, in_all = len(rest), _in_all(rest)
        digits: int | None = 0
        if not rest and not is_rounding:
            digits = enough(tongue, lambda read: sum(_value(term, read) for term in terms), gradient)
        # Next to ∂z/∂z, what the output passes on itself would be written as the very thing that is derived.
        is_direct = any(term.node == tongue.graph.output for term in terms)
        fractions = [] if is_direct else [self._in_fractions(tongue, node, term) for term in shown]
        sums = (
            *([_sum(tongue, fractions, count, None)] if fractions else []),
            _sum(tongue, [self._in_symbols(tongue, node, term) for term in shown], count, None),
            _sum(tongue, [self._in_numbers(tongue, term, digits or 0) for term in shown], count, in_all),
        )
        lines = [line for line, before in zip([*sums, result], ["", *sums], strict=True) if line != before]
        return Sides(lines, is_rounding or (digits is None and len(lines) > 1))

    def formula(self, tongue: Tongue, node: int) -> Sides:
        """An operation with the names of its operands, then with their numbers, then its result."""
        made, result = tongue.graph.nodes[node], self.frame.values[node]
        operands = made.operands
        shown = [*operands[:FIRST], operands[-1]] if len(operands) > WHOLE else operands
        digits: int | None = 0
        if made.kind == "operation" and len(shown) == len(operands):
            forward, values = scalar.FORWARD[TABLE[made.row].code], [self.frame.values[each] for each in operands]
            digits = enough(tongue, lambda read: forward(*[read(each) for each in values]), result)
        names = [tongue.name(operand) for operand in shown]
        numbers = [tongue.number(self.frame.values[operand], digits or 0) for operand in shown]
        if len(shown) < len(operands):
            for parts in (names, numbers):
                parts.insert(FIRST, tongue.dots())
        sides = [tongue.operation(node, parts).text for parts in (names, numbers)]
        sides.append(tongue.number(result).text)
        before = [tongue.name(node).text, *sides]
        kept = [side for side, last in zip(sides, before, strict=False) if _bare(side) != _bare(last)]
        return Sides(kept, digits is None and len(kept) > 1)

    def _in_numbers(self, tongue: Tongue, term: Term, digits: int) -> Piece:
        if shown_contribution(self.frame, term.node, term.contribution) == ROUNDING and term.local is None:
            return tongue.about_zero()
        if term.local is None:
            return tongue.number(term.contribution, digits)
        is_rounding = shown_gradient(self.frame, term.node) == ROUNDING
        upstream = tongue.about_zero() if is_rounding else tongue.number(term.upstream, digits)
        return tongue.product([upstream, tongue.number(term.local, digits)])

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


def enough(tongue: Tongue, compute: Callable[[Read], float], result: float) -> int | None:
    """How many digits the numbers of an equation need to give the result as it is printed; 0 for the usual ones.

    None if all that they have do not: floats are rounded, and the order of a sum may be another one.
    """
    wanted = tongue.number(result).text
    for digits in DIGITS:
        given = compute(partial(tongue.read, digits=digits))
        if tongue.number(given).text == wanted:
            return digits
    return None


def _value(term: Term, read: Read) -> float:
    return read(term.contribution) if term.local is None else read(term.upstream) * read(term.local)


def _in_all(terms: Sequence[Term]) -> Known:
    """What the terms add up to."""
    total, sizes = sum(term.contribution for term in terms), sum(abs(term.contribution) for term in terms)
    return ROUNDING if is_lost(total, sizes) else total


def _sum(tongue: Tongue, parts: list[Piece], left_out: int, total: Known | None) -> str:
    if left_out:
        parts.insert(FIRST, tongue.left_out(left_out, total))
    return tongue.total(parts).text
