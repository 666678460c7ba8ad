"""Our LaTeX and our table as sympy reads them: a judge that is not ours."""

import math
import re
from collections.abc import Mapping
from typing import Any

import sympy
from sympy.parsing.latex import parse_latex

from microgradext.engine import ieee
from microgradext.engine.language.emit import inline
from microgradext.engine.language.expression import Call, Name, Number

FUNCTIONS = {r"\operatorname{erf}": (r"\epsilon", sympy.erf), r"\sigma": (r"\sigma", lambda x: 1 / (1 + sympy.exp(-x)))}
CASES = re.compile(r"\\begin\{cases\}(.*)\\end\{cases\}", re.DOTALL)


def number(latex: str, names: Mapping[str, float] | None = None) -> float:
    """The value of a formula whose names, as written in it, have these numbers."""
    known = names or {}
    choice = CASES.fullmatch(latex)
    return _chosen(choice[1], known) if choice else float(_expression(latex, known).evalf())


def _chosen(rows: str, names: Mapping[str, float]) -> float:
    for row in rows.split(r" \\ "):
        value, condition = row.split(" & ")
        if "otherwise" in condition or _holds(condition.removeprefix(r"\text{if } "), names):
            return number(value, names)
    raise AssertionError(f"no case of {rows} holds")


def _holds(condition: str, names: Mapping[str, float]) -> bool:
    for word, every in ((r" \lor ", any), (r" \land ", all)):
        if word in condition:
            return every([_holds(part, names) for part in condition.split(word)])
    read = _expression(condition, names)
    return bool(read) if isinstance(read, sympy.logic.boolalg.Boolean) else bool(read != 0)


def _expression(latex: str, names: Mapping[str, float]) -> Any:
    text, values = latex, {sympy.Symbol("e"): sympy.E, sympy.Symbol("pi"): sympy.pi}
    # The longest first, as x_{1} holds x.
    for place, name in enumerate(sorted(names, key=len, reverse=True)):
        text = re.sub(rf"(?<![\\A-Za-z]){re.escape(name)}(?![A-Za-z_])", rf" t_{{{place}}} ", text)
        values[sympy.Symbol(f"t_{{{place}}}")] = sympy.Float(names[name], 30)
    for written, (letter, _) in FUNCTIONS.items():
        text = text.replace(written, letter)
    read = parse_latex(text)
    for letter, function in FUNCTIONS.values():
        read = read.replace(sympy.Function(letter.removeprefix("\\")), function)
    return read.subs(values).doit()


def derivative(forward: Number | Name | Call, by: str, point: Mapping[str, float]) -> float:
    """The derivative of an expression of the table at `point`, away from any kink, as sympy computes it."""
    symbols = {name: sympy.Symbol(name, real=True) for name in point}
    there = {symbols[name]: sympy.Float(x, 30) for name, x in point.items()}
    return float(sympy.diff(_read(inline(forward), symbols, there), symbols[by]).subs(there).evalf())


def _read(expression: Number | Name | Call, symbols: Mapping[str, Any], there: Mapping[Any, Any]) -> Any:
    """The expression in sympy's symbols; what is constant near the point (conditions, whole numbers) is decided."""
    match expression:
        case Number(value):
            return sympy.nsimplify(value, rational=True)
        case Name(name):
            return sympy.pi if name == "pi" else symbols[name]
        case Call("where", (condition, first, second)):
            chosen = first if _read(condition, symbols, there).subs(there) not in (0, sympy.false) else second
            return _read(chosen, symbols, there)
        case Call(function, arguments):
            return _apply(function, [_read(argument, symbols, there) for argument in arguments], there)


def _apply(function: str, operands: list[Any], there: Mapping[Any, Any]) -> Any:
    if function in ("floor", "ceil", "floordiv"):
        return sympy.Integer(int(ieee.compute(function, *[float(operand.subs(there)) for operand in operands])))
    match function, operands:
        case "mod", [x, y]:
            return x - y * math.floor(float((x / y).subs(there)))
        case "hypot", [x, y]:
            return sympy.sqrt(x**2 + y**2)
        case "cbrt", [x]:
            return sympy.sign(x) * sympy.Abs(x) ** sympy.Rational(1, 3)
        case "expm1" | "log1p" | "log2" | "log10", [x]:
            return {
                "expm1": sympy.exp(x) - 1,
                "log1p": sympy.log(1 + x),
                "log2": sympy.log(x, 2),
                "log10": sympy.log(x, 10),
            }[function]
        case "and" | "or", [x, y]:
            return sympy.And(x, y) if function == "and" else sympy.Or(x, y)
    return OPERATORS[function](*operands) if function in OPERATORS else getattr(sympy, function)(*operands)


OPERATORS: Mapping[str, Any] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "pow": lambda x, y: x**y,
    "neg": lambda x: -x,
    "abs": sympy.Abs,
    "lt": sympy.Lt,
    "le": sympy.Le,
    "gt": sympy.Gt,
    "ge": sympy.Ge,
    "eq": sympy.Eq,
    "ne": sympy.Ne,
}
