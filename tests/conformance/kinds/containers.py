"""Containers: numbers in lists, tuples, dicts and objects, bound to names that must follow."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("container: a list")
def a_list(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = [{w.name()}, {w.small()}, 0.5]", f"{w.r} = {t}[0] * {t}[1] + {t}[-1]"]


@kind("container: a list that takes no part")
def bystander(w: Writer) -> Sequence[str]:
    form = w.one("[{x} * 2, [{y}]]", "({x} * 2, {y})", "{{'x': {x} * 3, 'y': [{y} + 1]}}", "[({x}, {y} - 1)] * 2")
    return [f"{w.fresh()} = {form.format(x=w.name(), y=w.name())}", f"{w.r} = {w.small()}"]


@kind("container: nested six deep")
def deep(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = {w.name()} * 2", f"for _ in range({w.rng.randint(5, 7)}):", f"    {t} = [{t}, 1]"]
    return [*lines, f"{w.r} = {w.small()}"]


@kind("container: a dict")
def a_dict(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = dict(x={w.name()}, y={w.small()})", f"{t}['z'] = {t}['x'] * {w.name()}"]
    return [*lines, f"{w.r} = sum({t}.values())"]


@kind("container: a tuple, unpacked")
def unpacked(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = ({w.name()}, {w.small()}, 2.0)", f"x{t}, *y{t} = {t}"]
    return [*lines, f"{w.r} = x{t} * y{t}[0]"]


@kind("container: a dataclass")
def dataclass(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = Point({w.name()}, {w.small()} + 3)", f"{w.r} = {t}.x * {t}.y + {t}.length()"]


@kind("container: a dataclass that takes no part")
def dataclass_bystander(w: Writer) -> Sequence[str]:
    form = w.one("Point({x} * 2, 0.5)", "replace(Point({x}), y={x} * 3)", "[Point({x} * 2)]", "{{'p': Point({x} + 1)}}")
    return [f"{w.fresh()} = {form.format(x=w.name())}", f"{w.r} = {w.small()}"]


@kind("container: a named tuple, a namespace, a deque")
def other(w: Writer) -> Sequence[str]:
    form = w.one("Pair({x} * 2, {y})", "SimpleNamespace(x={x} * 2, y={y})", "deque([{x} * 2, {y}])")
    return [f"{w.fresh()} = {form.format(x=w.name(), y=w.name())}", f"{w.r} = {w.small()}"]


@kind("container: an attribute of an earlier object")
def attribute(w: Writer) -> Sequence[str]:
    return [f"model.w = {w.name()} * 2", f"{w.r} = model.w * {w.small()}"]


@kind("container: an item of an earlier container")
def item(w: Writer) -> Sequence[str]:
    form = w.one("book['n'] = {x} * 2", "grid[0][1] = {x} + 1", "book.update(n={x} * 3)", "grid[1].insert(0, {x} * 2)")
    return [form.format(x=w.name()), f"{w.r} = {w.small()} + {w.one(repr('x'), repr('y')) and 'grid[0][0]'}"]


@kind("container: a slice is assigned, an item is deleted")
def changed(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [
        f"{t} = [{w.name()}, 0.5, {w.small()}]",
        w.one(f"{t}[1:] = [{w.name()} * 2]", f"del {t}[1]", f"{t}.sort()"),
    ]
    return [*lines, f"{w.r} = sum({t})"]


@kind("container: numbers of the cell, plain and many")
def many(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = [{w.name()} * i for i in range(20)]", f"{w.r} = sum({t}) / 20"]


@kind("container: copies")
def copies(w: Writer) -> Sequence[str]:
    t, x = w.fresh(), w.name()
    form = w.one("copy.copy({x})", "copy.deepcopy([{x}, {y}])[0]", "copy.deepcopy(SimpleNamespace(x={x} * 2)).x",
                 "asdict(Point({x}, {y}))['x']", "astuple(Point({y}, {x}))[1]", "copy.copy([{x}])[0]")  # fmt: skip
    return ["import copy", f"{t} = {form.format(x=x, y=w.small())}", f"{w.r} = {t} * {x} + {w.small()}"]


@kind("container: pickled and read back")
def pickled(w: Writer) -> Sequence[str]:
    t, x = w.fresh(), w.name()
    form = w.one("{x}", "({x} * 2, {y})[0]", "[{x}, {x} * {x}][1]")
    lines = ["import pickle", f"{t} = pickle.loads(pickle.dumps({form.format(x=x, y=w.small())}))"]
    return [*lines, f"{w.r} = {t} * {x} + {w.small()}"]
