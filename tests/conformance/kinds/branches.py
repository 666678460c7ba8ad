"""Branches: control flow that depends on a number."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("branch: if and else")
def if_else(w: Writer) -> Sequence[str]:
    return [f"if {w.condition()}:", f"    {w.r} = {w.small()}", "else:", f"    {w.r} = {w.name()} * {w.small()}"]


@kind("branch: elif")
def elif_(w: Writer) -> Sequence[str]:
    x = w.name()
    lines = [f"if {x} > 1:", f"    {w.r} = {w.small()}", f"elif {x} > -0.5:", f"    {w.r} = {w.name()} * {w.small()}"]
    return [*lines, "else:", f"    {w.r} = {w.name()} - {w.constant()}"]


@kind("branch: a conditional expression")
def conditional(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} if {w.condition()} else {w.name()} * 2"]


@kind("branch: and, or")
def and_or(w: Writer) -> Sequence[str]:
    return [w.one(f"{w.r} = {w.name()} and {w.small()}", f"{w.r} = ({w.name()} > 0) * {w.small()} or {w.name()}")]


@kind("branch: one side is a plain number")
def plain_side(w: Writer) -> Sequence[str]:
    side = w.one("0.0", "1.0", "-0.5", "0")
    return [f"if {w.condition()}:", f"    {w.r} = {w.small()}", "else:", f"    {w.r} = {side}"]


@kind("branch: a number of its own")
def own_number(w: Writer) -> Sequence[str]:
    c = w.real()
    lines = [f"if {w.condition()}:", f"    {c} = ${c}", f"    {w.r} = {c} * {w.small()}"]
    return [*lines, "else:", f"    {w.r} = {w.small()}"]


@kind("branch: match with a guard")
def match_guard(w: Writer) -> Sequence[str]:
    lines = [f"match {w.name()}:", f"    case x if x > {w.constant()}:", f"        {w.r} = x * {w.small()}"]
    return [*lines, "    case _:", f"        {w.r} = {w.small()}"]


@kind("branch: match a literal")
def match_literal(w: Writer) -> Sequence[str]:
    n = w.whole(0, 3)
    lines = [f"{n} = ${n}", f"match {n}:", "    case 0:", f"        {w.r} = {w.small()}", "    case 1 | 2:"]
    return [*lines, f"        {w.r} = {w.name()} * {n}", "    case _:", f"        {w.r} = {w.small()} + {n}"]


@kind("branch: try around arithmetic")
def try_around(w: Writer) -> Sequence[str]:
    form = w.one("math.log({x})", "math.sqrt({x})", "1 / {x}")
    lines = ["try:", f"    {w.r} = {form.format(x=w.name())}", "except (ValueError, ArithmeticError):"]
    return [*lines, f"    {w.r} = {w.name()} * 7"]


@kind("branch: raise")
def raising(w: Writer) -> Sequence[str]:
    error = w.one("ValueError('too much')", "RuntimeError('no')", "KeyError('k')")
    return [f"if {w.name()} > 1.5:", f"    raise {error}", f"{w.r} = {w.small()}"]


@kind("branch: assert")
def asserting(w: Writer) -> Sequence[str]:
    return [f"assert {w.name()} < 1.8, 'too much'", f"{w.r} = {w.small()}"]


@kind("branch: a question is kept as a bool")
def kept_question(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = {w.name()} > {w.constant()}", f"{w.r} = {w.small()} if {t} else {w.small()} + {t}"]
