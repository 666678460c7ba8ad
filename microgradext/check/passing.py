"""Passing: in which order `backward()` ran the steps, and which of its lines is responsible when the order is wrong."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from .blame import start_of
from .bounded import Watch
from .shape import Node, Step, step_of
from .source import Place, function_of, gradient_writes, place_of
from .steps import OWN

Edges = Sequence[Sequence[tuple[int, float]]]


@dataclass(slots=True)
class Recorded:
    """The steps that a pass ran, by position of their node, and the code that ran them."""

    steps: list[int] = field(default_factory=list)
    codes: list[CodeType] = field(default_factory=list)


def record(nodes: Sequence[Node], run: Callable[[], object], watch: Watch) -> Recorded:
    """Run a pass and note every call."""
    seen = Recorded()
    known = {_key(step): i for i, node in enumerate(nodes) if (step := step_of(node)) is not None}
    position = {id(node): i for i, node in enumerate(nodes)}
    codes = {step.code for node in nodes if (step := step_of(node)) is not None}

    def called(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or str(frame.f_globals.get("__name__", "")).startswith(OWN):
            return
        code = frame.f_code
        if code in codes:
            held = frame.f_locals
            key = (code, tuple(id(held[name]) for name in code.co_freevars if name in held))
            first = held.get(code.co_varnames[0]) if code.co_argcount else None
            found = known.get(key) if code.co_freevars else position.get(id(first))
            if found is not None:
                seen.steps.append(found)
        elif code not in seen.codes:
            seen.codes.append(code)

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        watch.call(run)
    except Exception:  # noqa: BLE001  (it ran a moment ago)
        pass
    finally:
        sys.setprofile(before)
    return seen


def _key(step: Step) -> tuple[CodeType | None, tuple[int, ...]]:
    names = step.code.co_freevars if step.code is not None else ()
    return step.code, tuple(id(step.cells[name]) for name in names if name in step.cells)


@dataclass(frozen=True, slots=True)
class Passing:
    """What is wrong with a pass."""

    kind: str
    reason: str
    hint: str
    codes: tuple[CodeType, ...]

    def place(self, run: Callable[[], object]) -> Place:
        """The line that is responsible, as far as the source tells."""
        search = {"seed": _seed, "order": _order, "repeated": _repeated, "missed": _missed}.get(self.kind, _nothing)
        found = [place for code in self.codes for place in search(code)]
        return found[0] if found else start_of_pass(run)


def passing(nodes: Sequence[Node], edges: Edges, seen: Recorded, seed: float, right: Sequence[float]) -> Passing:
    """Which rule of a pass was broken: begin with 1, each step once, and after the steps of all that uses the node."""
    codes = tuple(seen.codes)
    times = {i: seen.steps.count(i) for i in set(seen.steps)} if len(seen.steps) < 5000 else {}
    asked = [i for i, edge in enumerate(edges) if edge and right[i] != 0 and step_of(nodes[i]) is not None]
    if abs(seed - 1) > 1e-9 and not (seed and any(n > 1 for n in times.values())):
        return Passing("seed", "the output's own gradient is not 1 when the pass begins", "set it to 1", codes)
    if any(times.get(i, 0) > 1 for i in asked):
        return Passing("repeated", "it runs steps more than once", "run each node's step once", codes)
    if times and any(i not in times for i in asked):
        return Passing("missed", "it never runs the steps of some nodes", "go to every node that the output needs", codes)
    order = {i: at for at, i in enumerate(seen.steps)}
    early = [i for i in asked for operand, _ in edges[i] if operand in order and order[operand] < order.get(i, 0)]
    if early:
        reason = "it runs a node's step before all that uses the node has passed on its gradient"
        hint = "append a node to the order after its operands, and go through the order backwards"
        return Passing("order", reason, hint, codes)
    if asked and not times:
        return Passing("missed", "it runs no step", "run each node's step once", codes)
    return Passing("combined", "its gradients are not those of the chain rule", "", codes)


def start_of_pass(run: Callable[[], object]) -> Place | None:
    """The line with which the pass begins."""
    code = getattr(getattr(run, "__func__", run), "__code__", None)
    return None if code is None else start_of(code)


def line_of_error(error: BaseException) -> Place | None:
    """The user's line in which an error was raised."""
    trace, found = error.__traceback__, None
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__", "")).startswith(OWN):
            found = place_of(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _place(code: CodeType, node: ast.AST) -> Place:
    return place_of(code.co_filename, getattr(node, "lineno", code.co_firstlineno), node)


def _nothing(_: CodeType) -> Iterator[Place]:
    yield from ()


def _seed(code: CodeType) -> Iterator[Place]:
    function = function_of(code)
    for statement, whose in gradient_writes(function) if function is not None else ():
        if whose in ("self", "root", "node", "out", "output", "loss", "L"):
            yield _place(code, statement)


def _order(code: CodeType) -> Iterator[Place]:
    """An `append` before the loop over operands; else a loop over the order that does not go backwards."""
    function = function_of(code)
    if function is None:
        return
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For)]
    grown = [node for node in ast.walk(function) if _is_call(node, "append", "appendleft", "insert")]
    own = [node for node in grown if not any(inner is not function and node in ast.walk(inner) for inner in _inner(function))]
    for call in own:
        if any(call.lineno < loop.lineno for loop in loops if loop not in _nested(function)):
            yield _place(code, call)
    for loop in loops:
        if loop not in _nested(function) and _runs_steps(loop) and "reversed" not in ast.unparse(loop.iter):
            yield _place(code, loop.iter)


def _repeated(code: CodeType) -> Iterator[Place]:
    """The test whether a node was met before, or what should have noted that."""
    function = function_of(code)
    if function is None:
        return
    nested = _nested(function)
    for node in ast.walk(function):
        if node in nested:
            continue
        if isinstance(node, ast.If) and " in " in ast.unparse(node.test):
            yield _place(code, node.test)
    if any(_calls(node, code.co_name) for node in ast.walk(function)):
        yield _place(code, function)


def _missed(code: CodeType) -> Iterator[Place]:
    """What decides where the walk goes: a test, else a loop that takes part of what there is."""
    function = function_of(code)
    if function is None:
        return
    nested = _nested(function)
    for node in ast.walk(function):
        if node not in nested and isinstance(node, ast.For) and isinstance(node.iter, ast.Subscript):
            yield _place(code, node.iter)
    for node in ast.walk(function):
        if isinstance(node, ast.If) and " in " in ast.unparse(node.test):
            yield _place(code, node.test)
    for node in ast.walk(function):
        if node not in nested and isinstance(node, (ast.If, ast.For)):
            yield _place(code, node.test if isinstance(node, ast.If) else node.iter)


def _inner(function: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(function) if isinstance(node, (ast.FunctionDef, ast.Lambda)) and node is not function]


def _nested(function: ast.AST) -> set[ast.AST]:
    return {node for inner in _inner(function) for node in ast.walk(inner)}


def _is_call(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _runs_steps(loop: ast.For) -> bool:
    return any(isinstance(node, ast.Attribute) and "backward" in node.attr for node in ast.walk(loop))
