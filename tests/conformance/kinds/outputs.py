"""Outputs: how a cell ends."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


def total(w: Writer) -> str:
    """A number that depends on all that is there."""
    return " + ".join(f"{each} * {w.constant(-2, 2)}" for each in w.scalars)


@kind("output: a sum", last=True)
def a_sum(w: Writer) -> Sequence[str]:
    return [f"out = {total(w)}"]


@kind("output: the last expression", last=True)
def expression(w: Writer) -> Sequence[str]:
    return [f"out = {total(w)}", "out * 2 + a"]


@kind("output: rounded at the end", last=True)
def rounded(w: Writer) -> Sequence[str]:
    return [f"out = {w.one('round({}, 2)', 'round({})', 'int({})', 'math.floor({})').format(total(w))}"]


@kind("output: a plain number on one side", last=True)
def plain_side(w: Writer) -> Sequence[str]:
    return [f"if a > {w.constant(-1, 1)}:", f"    out = {total(w)}", "else:", f"    out = {w.one('0.0', '1.0', '0')}"]


@kind("output: a conditional expression with a plain number", last=True)
def plain_conditional(w: Writer) -> Sequence[str]:
    return [f"out = {total(w)} if b > {w.constant(-1, 1)} else 0.0"]


@kind("output: a function that answers a plain number", last=True)
def plain_function(w: Writer) -> Sequence[str]:
    return [f"out = {w.one('relu_', 'step')}({total(w)})"]


@kind("output: a name that is there", last=True)
def a_name(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = {w.one(w.scalars[-1], f'relu_({w.name()})')}", f"out = {t}", "out"]
