"""Passing: the order in which `backward()` ran the steps, and which of its lines is responsible when it is wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, TypeGuard

from ...interop.shape import Node
from ...interop.step import Step, step_of
from ..blame.lines import start_of
from ..blame.observed import OWN
from ..blame.source import function_of, gradient_writes, place_of
from ..calls.noticed import noticed
from ..calls.time_limit import TooLong, Watch
from ..report.finding import Place

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
            first = held.get(code.co_varnames[0]) if code.co_argcount else None
            found = known.get(
                (code, tuple([id(held[name]) for name in _known(code) if name in held])), position.get(id(first))
            )
            if found is not None:
                seen.steps.append(found)
        elif code not in seen.codes:
            seen.codes.append(code)

    with suppress(Exception, TooLong):  # being watched takes longer: what was seen so far must do
        noticed(called, lambda: watch.call(run))
    return seen


def _key(step: Step) -> tuple[CodeType | None, tuple[int, ...]]:
    names = _known(step.code) if step.code is not None else ()
    return step.code, tuple([id(step.cells[name]) for name in names if name in step.cells])


def _known(code: CodeType) -> tuple[str, ...]:
    return *code.co_freevars, *code.co_varnames[: code.co_argcount]


@dataclass(frozen=True, slots=True)
class Passing:
    """What is wrong with a pass."""

    kind: str
    reason: str
    hint: str
    codes: tuple[CodeType, ...]

    def place(self, run: Callable[[], object]) -> Place | None:
        """The line that is responsible, as far as the source tells."""
        for search in SEARCHES[self.kind]:
            for code in self.codes:
                for place in search(code):
                    return place
        return None if self.kind == "nothing" and len(self.codes) > 1 else start_of_pass(run)


def passing(
    nodes: Sequence[Node], edges: Edges, seen: Recorded, got: Sequence[float], right: Sequence[float]
) -> Passing:
    """The rule that a pass broke: begin with 1; run each step once, after the steps of all that uses its node."""
    codes = tuple(seen.codes)
    lost = next(_unreached(codes), None)
    if lost is not None and not any(got[:-1]):
        reason = f"this line is never reached: it stands inside {lost.around}, which is not called"
        hint = f"move it out of {lost.around}, to the left"
        return Passing("unreached", reason, hint, codes)
    times = {i: seen.steps.count(i) for i in set(seen.steps)} if len(seen.steps) < 5000 else {}
    asked = [i for i, edge in enumerate(edges) if edge and right[i] != 0 and step_of(nodes[i]) is not None]
    reached = any(x for x in got[:-1]) or any(i in times for i in asked)
    if abs(got[-1] - 1) > 1e-9 and not (got[-1] and any(times.get(i, 0) > 1 for i in asked)):
        return Passing("seed", "the output's own gradient is not 1 when the pass begins", "set it to 1", codes)
    if not reached:
        return Passing("nothing", "no node but the output gets a gradient", "run each node's step once", codes)
    if any(times.get(i, 0) > 1 for i in asked):
        return Passing("repeated", "it runs steps more than once", "run each node's step once", codes)
    if times and any(i not in times for i in asked):
        return Passing(
            "missed", "it never runs the steps of some nodes", "go to every node that the output depends on", codes
        )
    order = {i: at for at, i in enumerate(seen.steps)}
    early = [i for i in asked for operand, _ in edges[i] if operand in order and order[operand] < order.get(i, 0)]
    if early:
        reason = "it runs a node's step before everything that uses the node has passed on its gradient"
        hint = "append a node to the order after its operands, and go through the order backwards"
        return Passing("order", reason, hint, codes)
    return Passing("combined", "its gradients are not those of the chain rule", "", codes)


def start_of_pass(run: Callable[[], object]) -> Place | None:
    """The line where the pass begins."""
    code = getattr(getattr(run, "__func__", run), "__code__", None)
    return None if code is None else start_of(code)


def line_of_error(error: BaseException) -> Place | None:
    """The user's line where an error was raised."""
    trace, found = error.__traceback__, None
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__", "")).startswith(OWN):
            found = place_of(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return found


def method_of_error(error: BaseException) -> str:
    """The user's method in which an error was raised, or in which the function was written that raised it."""
    trace, found = error.__traceback__, ""
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__", "")).startswith(OWN):
            found = trace.tb_frame.f_code.co_qualname.partition(".<locals>")[0]
        trace = trace.tb_next
    return found


def _place(code: CodeType, node: ast.AST) -> Place:
    return place_of(code.co_filename, getattr(node, "lineno", code.co_firstlineno), node)


def _seed(code: CodeType) -> Iterator[Place]:
    """Where the output's own gradient is set."""
    function = function_of(code)
    for statement, _ in gradient_writes(function) if function is not None and "backward" in code.co_name else ():
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Assign) and not (isinstance(value, ast.Constant) and value.value == 0):
            yield _place(code, statement)


@dataclass(frozen=True, slots=True)
class Unreached:
    """A line of a pass in a function that was never called."""

    place: Place
    around: str


def _unreached(codes: Sequence[CodeType]) -> Iterator[Unreached]:
    """Lines that set a gradient inside functions of a pass that did not run."""
    for code in codes:
        function = function_of(code)
        own = {id(node) for node in _own(code)}
        if function is None or any(id(statement) in own for statement, _ in gradient_writes(function)):
            continue
        for inner in ast.walk(function):
            ran = any(each.co_name == getattr(inner, "name", "") for each in codes)
            if isinstance(inner, ast.FunctionDef) and inner is not function and not ran:
                for statement, _ in gradient_writes(inner):
                    yield Unreached(_place(code, statement), inner.name)


def _never(code: CodeType) -> Iterator[Place]:
    return (each.place for each in _unreached([code]))


def _early(code: CodeType) -> Iterator[Place]:
    """An `append` before the loop over operands."""
    loops = [node for node in _own(code) if isinstance(node, ast.For)]
    for node in _own(code):
        if _is_call(node, "append", "appendleft", "insert") and any(node.lineno < loop.lineno for loop in loops):
            yield _place(code, node)


def _forwards(code: CodeType) -> Iterator[Place]:
    """A loop over the order that does not go through it backwards."""
    for node in _own(code):
        text = ast.unparse(node.iter) if isinstance(node, ast.For) else ""
        runs = isinstance(node, ast.For) and (_reads(node, "backward") or (_nests(node) and any(_writes_in(node))))
        if isinstance(node, ast.For) and runs and "reversed" not in text and "::-1" not in text:
            yield _place(code, node.iter)


def _met(code: CodeType) -> Iterator[Place]:
    """The test of whether a node was met before."""
    for node in _own(code):
        if isinstance(node, ast.If) and " in " in ast.unparse(node.test):
            yield _place(code, node.test)


def _itself(code: CodeType) -> Iterator[Place]:
    """A function that calls itself."""
    for node in _own(code):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == code.co_name:
            yield start_of(code)


def _partly(code: CodeType) -> Iterator[Place]:
    """A loop over only part of what there is."""
    for node in _own(code):
        part = node.iter if isinstance(node, ast.For) else None
        if isinstance(part, ast.Subscript) and "::-1" not in ast.unparse(part):
            yield _place(code, part)


def _loops(code: CodeType) -> Iterator[Place]:
    for node in _own(code):
        if isinstance(node, ast.For):
            yield _place(code, node.iter)


def _writes(code: CodeType) -> Iterator[Place]:
    """A gradient written inside a loop: the chain rule itself, where there are no steps."""
    for node in _own(code):
        for statement in _writes_in(node) if isinstance(node, ast.For) else ():
            yield _place(code, statement)


def _writes_in(loop: ast.For) -> Iterator[ast.stmt]:
    return (statement for inner in loop.body for statement, _ in gradient_writes(inner))


SEARCHES: Mapping[str, Sequence[Callable[[CodeType], Iterator[Place]]]] = {
    "unreached": (_never,),
    "seed": (_seed,),
    "order": (_early, _forwards),
    "repeated": (_met, _itself),
    "nothing": (_met,),
    "missed": (_partly, _met, _loops),
    "combined": (_forwards, _writes),
}
"""Where to look for what broke a rule, likeliest place first."""


def _own(code: CodeType) -> list[ast.AST]:
    """The nodes of a function's tree, without the functions that are written inside it."""
    function = function_of(code)
    if function is None:
        return []
    inner = {
        each for node in ast.walk(function) if node is not function and _is_function(node) for each in ast.walk(node)
    }
    return [node for node in ast.walk(function) if node not in inner]


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.Lambda))


def _is_call(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def _reads(loop: ast.For, part: str) -> bool:
    return any(isinstance(node, ast.Attribute) and part in node.attr for node in ast.walk(loop))


def _nests(loop: ast.For) -> bool:
    return any(isinstance(node, ast.For) for inner in loop.body for node in ast.walk(inner))
