"""The page's evaluator: `js/mathematics/generated/ops.ts`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..language.emit import TYPESCRIPT, Target, emit
from ..language.expression import Name, pull
from ..ops import BY_CODE, TABLE, Row
from .common import HEADER


def typescript() -> str:
    """The page's evaluator: one loop forward, one back, each with a switch."""
    names = " ".join(row.name for row in BY_CODE)
    arity = ", ".join(str(row.arity) for row in BY_CODE)
    return f"""// The rows of the op table over typed arrays: a loop forward and a loop back, each with a switch.
// {HEADER}
import {{ erf, floordiv, mod, pow }} from "../primitives";

/** The rows, each at the place that is its code. */
export const NAMES: readonly string[] =
  "{names}".split(" ");

/** Number of operands of each row; -1 for any number. */
export const ARITY: readonly number[] = [{arity}];

/** Operations in an order in which they can be computed. */
export interface Operations {{
  /** Four numbers for each: its row, its node, its first operand, and its second or the first again. */
  readonly steps: Int32Array;
  /** Where the operands of each node begin in the list of all operands. */
  readonly start: Int32Array;
  readonly operands: Int32Array;
}}

/** Fills in the values of `operations`; one without a row keeps its value. */
export function forward({{ steps, start, operands }}: Operations, v: Float64Array): void {{
  for (let i = 0; i < steps.length; i += 4) {{
    const node = steps[i + 1] as number;
    const x = v[steps[i + 2] as number] as number;
    const y = v[steps[i + 3] as number] as number;
    const code = steps[i];
    let out: number;
{_tried(_case_forward)}switch (code) {{
{_cases(_case_forward)}      default:
        continue;
    }}
    v[node] = out;
  }}
}}

/**
 * Adds what flows back to each operand to its gradient, the last operation first.
 *
 * An operation without a row passes gradients by the local derivatives in `locals`, one for each of `operands`.
 */
export function backward(
  {{ steps, start, operands }}: Operations,
  locals: Float64Array,
  v: Float64Array,
  gradients: Float64Array,
): void {{
  for (let i = steps.length - 4; i >= 0; i -= 4) {{
    const node = steps[i + 1] as number;
    const a = steps[i + 2] as number;
    const b = steps[i + 3] as number;
    const x = v[a] as number;
    const y = v[b] as number;
    const out = v[node] as number;
    const g = gradients[node] as number;
    const code = steps[i];
{_tried(_case_backward)}switch (code) {{
{_cases(_case_backward)}      default:
{_pass_to_each("g === 0 ? 0 : g * (locals[e] as number)")}    }}
  }}
}}
"""


COMMON = ("mul", "add", "sum")  # what most graphs are made of
EACH = "let e = start[node] as number, end = start[node + 1] as number; e < end; e++"
OPERAND = "(v[operands[e] as number] as number)"
REDUCTIONS_FORWARD = {
    "sum": f"""\
        out = x;
        for ({EACH.replace("start[node] as number", "(start[node] as number) + 1")}) out += {OPERAND};
""",
    "logsumexp": f"""\
        let shift = x;
        for ({EACH}) shift = Math.max(shift, {OPERAND});
        if (Math.abs(shift) === Number.POSITIVE_INFINITY) shift = 0;
        let total = 0;
        for ({EACH}) total += Math.exp({OPERAND} - shift);
        out = shift + Math.log(total);
""",
}
REDUCTIONS_BACK = {"sum": "g", "logsumexp": f"g * Math.exp({OPERAND} - out)"}
THIRD = "operands[(start[node] as number) + 2] as number"


def _target(row: Row) -> Target:
    letters = dict(zip(row.operands, "xyz", strict=False))  # `where` calls its operands c, x, y
    return replace(TYPESCRIPT, rename=letters)


def _case_forward(row: Row) -> str:
    body = REDUCTIONS_FORWARD.get(row.name, "")
    if not body:
        third = f"        const z = v[{THIRD}] as number;\n" if row.arity == 3 else ""
        body = f"{third}        out = {emit(row.forward, _target(row))};\n"
    return body


def _case_backward(row: Row) -> str:
    if row.arity < 0:
        return _pass_to_each(REDUCTIONS_BACK[row.name])
    pulled = [emit(pull(derivative, Name("g")), _target(row)) for derivative in row.derivatives]
    third = f"        const c = {THIRD};\n" if row.arity == 3 else ""
    if any(re.search(r"\bz\b", text) for text in pulled):
        third += "        const z = v[c] as number;\n"
    return third + "".join(_pass(operand, text) for operand, text in zip("abc", pulled, strict=False))


def _tried(body_of: Callable[[Row], str]) -> str:
    """The common rows, tried before the switch: a branch is predicted better than a jump through a table."""
    tries = [f"if (code === {TABLE[name].code}) {{ // {name}\n{body_of(TABLE[name])}    }} else " for name in COMMON]
    return "    " + "".join(tries).replace("\n        ", "\n      ")


def _cases(body_of: Callable[[Row], str]) -> str:
    """The cases of a switch for the other rows, in the order of their codes; rows with one body share it."""
    rows: dict[str, list[Row]] = {}
    for row in BY_CODE:
        if row.name not in COMMON:
            rows.setdefault(body_of(row), []).append(row)
    return "".join(_case(body, alike) for body, alike in rows.items())


def _case(body: str, rows: Sequence[Row]) -> str:
    """Codes are written as numbers, of which engines make a table of jumps."""
    opened, closed = (" {", "      }\n") if re.search(r"^        (const|let) ", body, re.MULTILINE) else ("", "")
    labels = [f"      case {row.code}: // {row.name}\n" for row in rows]
    labels[-1] = labels[-1].replace(":", f":{opened}")
    return f"{''.join(labels)}{body}        break;\n{closed}"


def _pass(operand: str, text: str) -> str:
    """What flows to an operand is what is added to its gradient, even if it is 0."""
    return f"        gradients[{operand}]! += {text};\n"


def _pass_to_each(text: str) -> str:
    return f"        for ({EACH}) gradients[operands[e] as number]! += {text};\n"
