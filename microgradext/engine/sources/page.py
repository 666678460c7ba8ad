"""The page's evaluator: `js/mathematics/generated/ops.ts`."""

from __future__ import annotations

import re
from dataclasses import replace

from ..language.emit import TYPESCRIPT, Target, emit
from ..language.expression import Name, pull
from ..ops import BY_CODE, Row
from .common import HEADER


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

/** Operations in an order in which they can be computed, a column for each thing to know about them. */
export interface Operations {{
  readonly codes: Int32Array; // of their rows
  readonly nodes: Int32Array; // whose value each computes
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
 * Adds what flows back to each operand to its gradient, the last operation first, and puts it into `c`.
 *
 * An operation without a row passes gradients by the local derivatives in `locals`.
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
