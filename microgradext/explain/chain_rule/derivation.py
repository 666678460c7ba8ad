"""Derivation: why a gradient is what it is, with the chain rule written out as one would by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ...engine.archive import grown
from ..words.symbols import prose
from .terms import Term


@grown
@dataclass(frozen=True, slots=True)
class Equation:
    """A left-hand side and what it equals, worked out further each time."""

    left: str
    sides: tuple[str, ...]
    rounded: bool = False  # the last side is not what the rounded numbers before it give

    def signed(self, equal: str, about: str) -> tuple[tuple[str, str], ...]:
        """Each side after its sign."""
        signs = [equal] * len(self.sides)
        if self.rounded:
            signs[-1] = about
        return tuple(zip(signs, self.sides, strict=True))

    def on_one_line(self) -> str:
        """`f = d·e = −6·1 = −6`."""
        return " ".join([self.left, *(f"{sign} {side}" for sign, side in self.signed("=", "≈"))])

    def on_lines(self) -> str:
        """A line for each side, with the equals signs aligned."""
        lines = [f"{sign} {side}" for sign, side in self.signed("=", "≈")]
        return f"{self.left} " + f"\n{' ' * len(self.left)} ".join(lines)


@dataclass(frozen=True, slots=True)
class Both:
    """An equation as text and as LaTeX."""

    text: Equation
    latex: Equation


@dataclass(frozen=True, slots=True)
class Rule:
    """The chain rule of one node."""

    name: str
    gradient: float
    terms: tuple[Term, ...]  # one for each use; their contributions add up to the gradient
    equation: Both
    why: str = ""  # if there is nothing to derive


@dataclass(frozen=True, slots=True, repr=False)
class Derivation:
    """The chain rule of one or several nodes, with the formulas that it uses; a notebook displays it."""

    output: str
    formulas: tuple[Both, ...]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """For a terminal."""
        blocks = ["\n".join([formula.text.on_one_line() for formula in self.formulas])]
        for rule in self.rules:
            blocks.append("\n".join(filter(None, [rule.equation.text.on_lines(), rule.why])))
        return "\n\n".join([block for block in [*blocks, "\n".join(self.notes)] if block])

    @property
    def latex(self) -> str:
        """For a notebook or for paper, as aligned lines without dollar signs."""
        blocks = [[_aligned(formula.latex.left, formula.latex) for formula in self.formulas]]
        for rule in self.rules:
            equation = rule.equation.latex
            (sign, first), *others = equation.signed("=", r"\approx")
            lines = [f"{equation.left} &{sign} {first}", *(f" &{sign} {side}" for sign, side in others)]
            blocks.append([*lines, *_said([rule.why])])
        blocks.append(_said(self.notes))
        body = " \\\\[1ex]\n".join([" \\\\\n".join(block) for block in blocks if block])
        return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"

    def to_dict(self) -> dict[str, Any]:
        """Names, numbers and texts for other programs; numbers that are not finite stay floats."""
        return {
            "output": self.output,
            "formulas": [_as_dict(formula) for formula in self.formulas],
            "rules": [
                {
                    "name": rule.name,
                    "gradient": rule.gradient,
                    "terms": [asdict(term) for term in rule.terms],
                    **_as_dict(rule.equation),
                    "why": rule.why,
                }
                for rule in self.rules
            ],
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex}\n$$"  # Colab typesets it only between two dollar signs


def _aligned(left: str, equation: Equation) -> str:
    return f"{left} &" + " ".join(f"{sign} {side}" for sign, side in equation.signed("=", r"\approx"))


def _said(sentences: Iterable[str]) -> list[str]:
    return [f"&{prose(sentence)}" for sentence in sentences if sentence]


def _as_dict(equation: Both) -> dict[str, Any]:
    latex = [f"{sign} {side}" for sign, side in equation.latex.signed("=", r"\approx")]
    return {"text": equation.text.on_one_line(), "latex": " ".join([equation.latex.left, *latex])}
