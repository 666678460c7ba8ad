"""Writes the code that the op table stands for: `python -m microgradext.engine.generate [--check]`.

Python methods, tape functions for floats and for arrays, and the page's evaluator come from the same rows.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .emit import IEEE, NUMPY, PYTHON, TYPESCRIPT, Target, emit
from .expression import Call, Name, Number, pull
from .ops import BY_CODE, PRIMITIVES, Row

ROOT = Path(__file__).parents[2]
HEADER = "Written by `make generate` from the op table (microgradext/engine/ops.py); edit that."
_NOT_MATH = frozenset("add sub mul div neg abs mod floordiv lt le gt ge eq ne and or where".split())
MATH = sorted({*PRIMITIVES, "copysign"} - _NOT_MATH)

OPERATORS = {
    "add": "add", "sub": "sub", "mul": "mul", "div": "truediv", "pow": "pow", "mod": "mod", "floordiv": "floordiv",
    "neg": "neg", "abs": "abs", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge", "eq": "eq", "ne": "ne",
    "logical_and": "and", "logical_or": "or", "logical_not": "invert", "floor": "floor", "ceil": "ceil",
}  # fmt: skip
CONDITIONS = frozenset("lt le gt ge eq ne logical_and logical_or logical_not".split())
REFLECTED = frozenset("add sub mul div pow mod floordiv logical_and logical_or".split())
SWAPPED = {"lt": "__gt__", "le": "__ge__", "gt": "__lt__", "ge": "__le__", "eq": "__eq__", "ne": "__ne__"}
ARITHMETIC = frozenset("add sub mul div".split())
"""The rows that have lines of their own for a number beside a Value, of which no node is made until it is seen."""
NUMBERED = [
    "        if type(other) is not float:",
    "            other = float(other) if type(other) is int else operand(other)",
]
"""An int is spared a call."""
ROWS = [row for row in BY_CODE if row.operands != "*"]


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are stale; the exit status."""
    stale = [path for path, text in files().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(
                f"{path.relative_to(ROOT)} is not what the op table says: run `make generate`",
                file=sys.stderr,
            )
        return 1 if stale else 0
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


def files() -> dict[Path, str]:
    """Every generated file and its text."""
    python = ROOT / "microgradext" / "engine" / "generated"
    return {
        python / "operators.py": operators(),
        python / "scalar.py": scalar(),
        python / "vector.py": vector(),
        ROOT / "js" / "generated" / "ops.ts": typescript(),
    }


# The methods of Value


def operators() -> str:
    """The mixin of Value: every row as a method or an operator."""
    names = ", ".join(MATH)
    head = f'''"""The operations of Value, one method a row.

{HEADER}
Each stores its local derivatives as it goes; where plain Python raises, the IEEE form is taken. A number beside a Value
stays a number where that is worth its lines. What is imported below for typing only is put here by `value`, which
inherits from this.
"""
# ruff: noqa: E501, I001

from __future__ import annotations

from math import {names}
from typing import TYPE_CHECKING, Any

from .. import ieee
from .. import recent as operations
from ..node import ABSENT, MANY, NOTHING, UNREACHED
from ..recent import called
from ..recording import attend

if TYPE_CHECKING:
    from ..value import Bare, Condition, Value, constant, demanded, operand, overrides

recent = operations.recent  # a name that is not imported: Python 3.11 calls methods of those more slowly


class Operators:
    """Arithmetic, comparisons and functions."""

    __slots__ = ()
    _data: float
'''
    return head + "".join(_method(row) + _reflected(row) for row in ROWS if row.name != "where")


def _method(row: Row) -> str:
    name = f"__{OPERATORS[row.name]}__" if row.name in OPERATORS else row.name
    others = ["other", "third"][: len(row.operands) - 1]
    operands = ["self", *others]
    lines = [
        _signature(row, name, others),
        f'        """{row.text}; local derivative{"s" * bool(others)} {", ".join(row.derivative_texts)}."""',
        *(_literal_powers() if row.name == "pow" else ()),
        *_coerced(row, others, name),
        *[f"        {x} = {who}._data" for x, who in zip(row.operands, operands, strict=True)],
        *_made(row, operands),
    ]
    return "\n" + "\n".join(lines) + "\n"


def _signature(row: Row, name: str, others: Sequence[str]) -> str:
    parameters = "".join(f", {other}: Any" for other in others)
    ignore = "  # type: ignore[override]" if row.name in ("eq", "ne") else ""
    return f"    def {name}(self{parameters}) -> {_result(row)}:{ignore}"


def _result(row: Row) -> str:
    return "Condition" if row.name in CONDITIONS else "Value"


def _literal_powers() -> list[str]:
    # As products, so that every backend agrees to the last digit; the exponent is then no operand.
    return [
        "        if type(other) is int or type(other) is float:",
        "            if other == 2:",
        "                return self.square()",
        "            if other == 3:",
        "                return self.cube()",
        "            if other == -1:",
        "                return self.reciprocal()",
    ]


def _coerced(row: Row, others: Sequence[str], method: str) -> list[str]:
    """What makes the other operands Values, or refuses them; arithmetic with a number ends here."""
    if not method.startswith("__"):
        return [f"        {other} = demanded({other}, {method!r})" for other in others]
    if not others:
        return []
    number = _beside_number(row, "x") if row.name in ARITHMETIC else ["        other = constant(other)"]
    reflected = f"__r{OPERATORS[row.name]}__" if row.name in REFLECTED else SWAPPED[row.name]
    return [
        "        if type(other) is not Bare:",
        *[f"    {line}" for line in NUMBERED],
        "                if other is None:",
        "                    return NotImplemented",
        "            if type(other) is float:",
        *[f"        {line}" for line in number],
        f"            {'if' if row.name in ARITHMETIC else 'elif'} overrides(other, {reflected!r}):",
        "                return NotImplemented",
    ]


def _beside_number(row: Row, ours: str) -> list[str]:
    """The operation where one operand, not `ours`, is the number `other`."""
    theirs = "xy".replace(ours, "")
    operands = ["self", "other"] if ours == "x" else ["other", "self"]
    return [f"        {ours} = self._data", f"        {theirs} = other", *_made(row, operands, without=theirs)]


def _marked(derivative: Number | Name | Call) -> Number | Name | Call:
    """`derivative` with NOTHING where a branch selects 0."""
    match derivative:
        case Number(0.0):
            return Name("NOTHING")
        case Call("where", (condition, first, second)):
            return Call("where", (condition, _marked(first), _marked(second)))
    return derivative


def _made(row: Row, operands: Sequence[str], without: str = "") -> list[str]:
    """Compute, and fill the slots of a new Value, which is recent unless somebody records."""
    fast, safe = _derivatives(row, PYTHON, without), _derivatives(row, IEEE, without)
    slots = {slot: text for slot, text in fast.items() if not _is_plain(text)}
    kept = [slot if slot in slots else text for slot, text in fast.items()]
    return [
        *_tried(
            [f"out = {emit(row.forward, PYTHON)}", *[f"{slot} = {fast[slot]}" for slot in slots]],
            [f"out = {emit(row.forward, IEEE)}", *[f"{slot} = {safe[slot]}" for slot in slots]],
        ),
        f"        made = {'Condition' if row.name in CONDITIONS else 'Bare'}()",
        "        made._data = out",
        "        made._grad = UNREACHED",
        f"        made._code = {row.code}",
        *[f"        made.{slot} = {text}" for slot, text in _links(operands, kept).items()],
        "        made._about = None",
        "        if called:",
        "            attend(made)",
        "        else:",
        "            recent.append(made)",
        "        return made",
    ]


def _derivatives(row: Row, target: Target, without: str) -> dict[str, str]:
    """The local derivatives by slot; none by the operand `without`."""
    slots = ["dx", "dy", "dz"]
    return {
        slot: "ABSENT" if operand == without else emit(_marked(derivative), target)
        for slot, operand, derivative in zip(slots, row.operands, row.derivatives, strict=False)
    }


def _is_plain(text: str) -> bool:
    """Whether a derivative need not be computed."""
    return text in ("NOTHING", "ABSENT") or text.replace(".", "").removeprefix("-").isdigit()


def _tried(fast: list[str], safe: list[str]) -> list[str]:
    if fast == safe:
        return [f"        {line}" for line in fast]
    return [
        "        try:",
        *[f"            {line}" for line in fast],
        "        except (ArithmeticError, ValueError):",
        *[f"            {line}" for line in safe],
    ]


def _links(operands: Sequence[str], derivatives: Sequence[str]) -> dict[str, str]:
    """What the slots of a Value hold for so many operands."""
    if len(operands) > 2:
        return {"_x": "None", "_y": f"({', '.join(operands)})", "_dx": "MANY", "_dy": f"({', '.join(derivatives)})"}
    x, y = (*operands, "None")[:2]
    dx, dy = (*derivatives, "ABSENT")[:2]
    return {"_x": x, "_y": y, "_dx": dx, "_dy": dy}


def _reflected(row: Row) -> str:
    if row.name not in REFLECTED:
        return ""
    name = OPERATORS[row.name]
    number = (
        _beside_number(row, "y") if row.name in ARITHMETIC else [f"        return constant(other).__{name}__(self)"]
    )
    return "\n".join(
        [
            "",
            f"    def __r{name}__(self, other: Any) -> {_result(row)}:",
            *NUMBERED,
            "            if type(other) is not float:",
            f"                return NotImplemented if other is None else other.__{name}__(self)",
            *number,
            "",
        ]
    )


# The tape's functions on floats and on arrays


def scalar() -> str:
    """For each row its value, and what flows back along each operand, on floats."""
    names = ", ".join(MATH)
    head = f'''"""The rows on floats: `forward_NAME(x, y)` and `pull_NAME(g, out, x, y)`, by operand.

{HEADER}
"""
# ruff: noqa: E501, I001

from __future__ import annotations

from collections.abc import Callable
from math import {names}

from .. import ieee
'''
    return head + "".join(_pair(row, "float", PYTHON, IEEE) for row in ROWS) + SCALAR_REDUCTIONS + _dispatch("float")


def vector() -> str:
    """The same on arrays."""
    head = f'''"""The rows on NumPy arrays: `forward_NAME(x, y)` and `pull_NAME(g, out, x, y)`, by operand.

{HEADER}
"""
# ruff: noqa: E501

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any  # of float64, or a number where a derivative is constant


erf: Callable[[Array], Array] = np.vectorize(math.erf, otypes=[float])
'''
    return head + "".join(_pair(row, "Array", NUMPY, NUMPY) for row in ROWS) + VECTOR_REDUCTIONS + _dispatch("Array")


def _pair(row: Row, number: str, fast: Target, safe: Target) -> str:
    operands = ", ".join(f"{x}: {number}" for x in row.operands)
    pulled = [pull(derivative, Name("g")) for derivative in row.derivatives]
    back = f"tuple[{', '.join([number] * len(pulled))}]"
    bodies = [
        (f"forward_{row.name}({operands}) -> {number}", [emit(row.forward, t) for t in (fast, safe)]),
        (
            f"pull_{row.name}(g: {number}, out: {number}, {operands}) -> {back}",
            [f"({', '.join(emit(p, t) for p in pulled)},)" for t in (fast, safe)],
        ),
    ]
    return "".join(_function(signature, *texts) for signature, texts in bodies)


def _function(signature: str, fast: str, safe: str) -> str:
    if fast == safe:
        return f"\n\ndef {signature}:\n    return {fast}\n"
    return (
        f"\n\ndef {signature}:\n    try:\n        return {fast}\n"
        f"    except (ArithmeticError, ValueError):\n        return {safe}\n"
    )


def _reductions(number: str, largest: str, infinite: str, exp: str, log: str) -> str:
    """`sum` and `logsumexp`, shifted by the largest operand so that no exponential overflows."""
    return f"""

def forward_sum(*operands: {number}) -> {number}:
    total = operands[0]
    for operand in operands[1:]:
        total = total + operand
    return total


def pull_sum(g: {number}, out: {number}, *operands: {number}) -> tuple[{number}, ...]:
    return (g,) * len(operands)


def forward_logsumexp(*operands: {number}) -> {number}:
    largest = {largest}
    shift = {infinite}
    return shift + {log}(forward_sum(*[{exp}(operand - shift) for operand in operands]))


def pull_logsumexp(g: {number}, out: {number}, *operands: {number}) -> tuple[{number}, ...]:
    return tuple([g * {exp}(operand - out) for operand in operands])
"""


SCALAR_REDUCTIONS = _reductions(
    "float", "max(operands)", "0.0 if largest in (ieee.inf, -ieee.inf) else largest", "ieee.exp", "ieee.log"
)
VECTOR_REDUCTIONS = _reductions(
    "Array", "np.maximum.reduce(np.broadcast_arrays(*operands))", "np.where(np.isinf(largest), 0.0, largest)",
    "np.exp", "np.log",
)  # fmt: skip


def _dispatch(number: str) -> str:
    forward = "".join(f"    forward_{row.name},\n" for row in BY_CODE)
    back = "".join(f"    pull_{row.name},\n" for row in BY_CODE)
    return f"""

FORWARD: tuple[Callable[..., {number}], ...] = (
{forward})
PULL: tuple[Callable[..., tuple[{number}, ...]], ...] = (
{back})
"""


# The page's evaluator


def typescript() -> str:
    """The page's evaluator: one loop forward, one back, each with a switch."""
    codes = "".join(f"  {row.name}: {row.code},\n" for row in BY_CODE)
    arity = ", ".join(str(row.arity) for row in BY_CODE)
    return f"""// The rows of the op table over typed arrays: a loop forward and a loop back, each with a switch.
// {HEADER}
import {{ erf, floordiv, mod, pow }} from "../primitives";

export const Op = {{
{codes}}} as const;

export const NAMES: readonly string[] = Object.keys(Op);

/** Number of operands of each row; -1 for any number. */
export const ARITY: readonly number[] = [{arity}];

/** Operations in the order in which they can be computed, a column for each thing that is asked of them. */
export interface Operations {{
  readonly codes: Int32Array; // of rows
  readonly nodes: Int32Array; // whose value it is
  readonly first: Int32Array; // its first operand
  readonly second: Int32Array; // its second, or the first again where there is only one
  readonly slots: Int32Array; // where its operands begin in the list of all operands
  readonly ends: Int32Array; // and where they end
}}

/** Fills in the values of `operations`. */
export function forward(operations: Operations, operands: Int32Array, v: Float64Array): void {{
  const {{ codes, nodes, first, second, slots, ends }} = operations;
  for (let i = 0; i < codes.length; i++) {{
    const x = v[first[i] as number] as number;
    const y = v[second[i] as number] as number;
    let out: number;
    switch (codes[i]) {{
{"".join(_case_forward(row) for row in BY_CODE)}      default:
        throw new RangeError(`no operation has the code ${{codes[i]}}`);
    }}
    v[nodes[i] as number] = out;
  }}
}}

/**
 * Adds what flows back to each operand to its gradient, the last operation first; `c` gets it by operand.
 *
 * An operation without a row passes by the local derivatives in `locals`.
 */
export function backward(
  operations: Operations,
  operands: Int32Array,
  locals: Float64Array,
  v: Float64Array,
  gradients: Float64Array,
  c: Float64Array,
): void {{
  const {{ codes, nodes, first, second, slots, ends }} = operations;
  for (let i = codes.length - 1; i >= 0; i--) {{
    const a = first[i] as number;
    const b = second[i] as number;
    const s = slots[i] as number;
    const x = v[a] as number;
    const y = v[b] as number;
    const out = v[nodes[i] as number] as number;
    const g = gradients[nodes[i] as number] as number;
    let p: number;
    switch (codes[i]) {{
{"".join(_case_backward(row) for row in BY_CODE)}      default:
{_pass_to_each("g === 0 ? 0 : g * (locals[e] as number)")}    }}
  }}
}}
"""


REDUCTIONS_FORWARD = {
    "sum": """\
        out = x;
        for (let e = (slots[i] as number) + 1; e < (ends[i] as number); e++) out += v[operands[e] as number] as number;
""",
    "logsumexp": """\
        let shift = x;
        for (let e = (slots[i] as number) + 1; e < (ends[i] as number); e++)
          shift = Math.max(shift, v[operands[e] as number] as number);
        if (Math.abs(shift) === Number.POSITIVE_INFINITY) shift = 0;
        let total = 0;
        for (let e = slots[i] as number; e < (ends[i] as number); e++)
          total += Math.exp((v[operands[e] as number] as number) - shift);
        out = shift + Math.log(total);
""",
}
REDUCTIONS_BACK = {"sum": "g", "logsumexp": "g * Math.exp((v[operands[e] as number] as number) - out)"}
THIRD = "        const z = v[operands[{slot} + 2] as number] as number;\n"


def _target(row: Row) -> Target:
    letters = dict(zip(row.operands, "xyz", strict=False))  # `where` calls its operands c, x, y
    return replace(TYPESCRIPT, rename=letters)


def _case_forward(row: Row) -> str:
    body = REDUCTIONS_FORWARD.get(row.name, "")
    if not body:
        third = THIRD.format(slot="(slots[i] as number)") if row.arity == 3 else ""
        body = f"{third}        out = {emit(row.forward, _target(row))};\n"
    return _case(row, body)


def _case_backward(row: Row) -> str:
    if row.arity < 0:
        return _case(row, _pass_to_each(REDUCTIONS_BACK[row.name]))
    pulled = [emit(pull(derivative, Name("g")), _target(row)) for derivative in row.derivatives]
    third = THIRD.format(slot="s") if any(re.search(r"\bz\b", text) for text in pulled) else ""
    return _case(row, third + "".join(_pass(slot, text) for slot, text in enumerate(pulled)))


def _case(row: Row, body: str) -> str:
    scoped = "const " in body or "let " in body
    opened, closed = (" {", "      }\n") if scoped else ("", "")
    return f"      case Op.{row.name}:{opened}\n{body}        break;\n{closed}"


def _pass(slot: int, text: str) -> str:
    place = f"s + {slot}" if slot else "s"
    if text == "0":
        return f"        c[{place}] = 0;\n"
    operand = ["a", "b", "(operands[s + 2] as number)"][slot]
    return (
        f"        p = {text};\n        c[{place}] = p;\n"
        f"        gradients[{operand}] = (gradients[{operand}] as number) + p;\n"
    )


def _pass_to_each(text: str) -> str:
    return f"""\
        for (let e = s; e < (ends[i] as number); e++) {{
          const operand = operands[e] as number;
          p = {text};
          c[e] = p;
          gradients[operand] = (gradients[operand] as number) + p;
        }}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
