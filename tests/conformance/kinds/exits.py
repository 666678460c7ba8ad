"""Exits: functions of earlier cells by which a number leaves the graph and comes back."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("exit: by a text, in an earlier function")
def by_text(w: Writer) -> Sequence[str]:
    return [f"{w.r} = short({w.name()}) * {w.name()}"]


@kind("exit: by int, in an earlier function")
def by_int(w: Writer) -> Sequence[str]:
    return [f"{w.r} = whole({w.name()} * 2) * {w.name()}"]


@kind("exit: by round, in an earlier function")
def by_round(w: Writer) -> Sequence[str]:
    return [f"{w.r} = cents({w.name()}) * {w.name()}"]


@kind("exit: by .data where there is one")
def by_data(w: Writer) -> Sequence[str]:
    return [f"{w.r} = number({w.name()}) * {w.name()}"]


@kind("exit: by .data, kept only")
def kept(w: Writer) -> Sequence[str]:
    return [f"{w.fresh()} = number({w.name()})", f"{w.r} = {w.small()}"]


@kind("exit: by float")
def by_float(w: Writer) -> Sequence[str]:
    return [f"{w.r} = float({w.name()}) * {w.small()}"]


@kind("exit: by a question that is counted")
def by_question(w: Writer) -> Sequence[str]:
    return [f"{w.r} = sum([{w.name()} > 0, {w.name()} > 1]) * {w.name()} + int({w.name()} > 0.5)"]
