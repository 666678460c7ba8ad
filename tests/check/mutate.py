"""Mutants: one thing changed in the code that computes gradients, found in its tree and changed on its line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

STEPS = ("_backward", "step", "back", "backward", "build", "build_topo", "visit", "walk", "topological")
OTHER_NAMES = {
    "self": "other",
    "other": "self",
    "x": "y",
    "y": "x",
    "a": "b",
    "b": "a",
    "that": "self",
    "out": "self",
    "z": "self",
}
OTHER_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip
OTHER_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.NotIn: ast.In}
OTHER_FUNCTIONS = {"sin": "cos", "cos": "sin", "exp": "log", "sinh": "cosh", "sqrt": "exp", "square": "sqrt"}

HOLDERS = (ast.FunctionDef, ast.For, ast.While, ast.If)


@dataclass(frozen=True)
class Mutant:
    """A text with one thing changed."""

    text: str
    line: int
    lines: frozenset[int]  # where a report may point: the statement, or what held it when it is gone
    what: str
    owners: frozenset[str]  # the functions and classes around it


def mutants(text: str) -> Iterator[Mutant]:
    """All mutants of `text`, each once."""
    tree = ast.parse(text)
    seen = {text}
    for function, owners in _steps(tree, ()):
        for node, part, change in changes(function):
            new = _replaced(text, node, part)
            if new is None or new in seen:
                continue
            seen.add(new)
            yield Mutant(
                new, node.lineno, _lines(function, node, change), f"{change} in line {node.lineno}", frozenset(owners)
            )


def _steps(node: ast.AST, owners: tuple[str, ...]) -> Iterator[tuple[ast.AST, tuple[str, ...]]]:
    """The functions that compute gradients, the outermost of nested ones."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and (child.name in STEPS or child.name.startswith("step_")):
            yield child, (*owners, child.name)
        elif isinstance(child, ast.Lambda) and owners and not _is_outside(child, owners):
            yield child, owners
        elif isinstance(child, ast.Call) and len(child.args) == 3 and isinstance(child.args[2], (ast.Tuple, ast.Dict)):
            yield child.args[2], owners  # local gradients, beside the operands
        elif isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            yield from _steps(child, (*owners, child.name))
        else:
            yield from _steps(child, owners)


def _is_outside(child: ast.Lambda, owners: tuple[str, ...]) -> bool:
    return owners[-1] == "__init__" or (isinstance(child.body, ast.Constant) and child.body.value is None)


def changes(function: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    """What can be changed in a function: a node, its new text, and what the change is called."""
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            yield node, repr(node.value + 1), "constant"
            if node.value:
                yield node, f"({-node.value!r})", "constant's sign"
        elif isinstance(node, ast.BinOp):
            other = OTHER_OPERATORS.get(type(node.op))
            if other is not None:
                yield node, f"({ast.unparse(ast.BinOp(node.left, other(), node.right))})", "operator"
            if isinstance(node.op, ast.Mult):
                yield node, ast.unparse(node.left), "right factor dropped"
                yield node, f"({ast.unparse(node.right)})", "left factor dropped"
            if isinstance(node.op, ast.Sub):
                yield node, f"({ast.unparse(node.right)} - {ast.unparse(node.left)})", "difference turned round"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield node, f"({ast.unparse(node.operand)})", "sign dropped"
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_COMPARISONS:
            other_way = ast.Compare(node.left, [OTHER_COMPARISONS[type(node.ops[0])]()], node.comparators)
            yield node, ast.unparse(other_way), "comparison"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _attribute(node)
        elif isinstance(node, ast.AugAssign):
            target, value = ast.unparse(node.target), ast.unparse(node.value)
            yield node, f"{target} = {value}", "overwriting"
            turned = "-=" if isinstance(node.op, ast.Add) else "+="
            yield node, f"{target} {turned} {value}", "sign of the contribution"
            if ".grad" in target:
                yield node, "pass", "contribution dropped"
        elif isinstance(node, ast.Call):
            yield from _call(node)
        elif isinstance(node, (ast.FunctionDef, ast.For, ast.If, ast.While)):
            yield from _statements(node.body)


def _attribute(node: ast.Attribute) -> Iterator[tuple[ast.expr, str, str]]:
    assert isinstance(node.value, ast.Name)
    if node.attr in ("data", "grad"):
        other = OTHER_NAMES.get(node.value.id)
        if other is not None:
            yield node, f"{other}.{node.attr}", "operand"
        if isinstance(node.ctx, ast.Load):
            yield node, f"{node.value.id}.{'grad' if node.attr == 'data' else 'data'}", "attribute"


def _call(node: ast.Call) -> Iterator[tuple[ast.expr, str, str]]:
    arguments = ", ".join(ast.unparse(each) for each in node.args)
    if isinstance(node.func, ast.Name) and node.func.id == "reversed":
        yield node, arguments, "not reversed"
    if isinstance(node.func, ast.Attribute) and node.func.attr in OTHER_FUNCTIONS:
        yield node, f"{ast.unparse(node.func.value)}.{OTHER_FUNCTIONS[node.func.attr]}({arguments})", "function"


def _statements(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str, str]]:
    for statement in body[1:]:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            yield statement, "pass", "call dropped"
    for statement in body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]).endswith(".grad"):
            yield statement, "pass", "assignment dropped"


def _replaced(text: str, node: ast.expr | ast.stmt, part: str) -> str | None:
    if node.end_lineno != node.lineno:
        return None
    lines = text.splitlines(keepends=True)
    line = lines[node.lineno - 1].encode()
    lines[node.lineno - 1] = (line[: node.col_offset] + part.encode() + line[node.end_col_offset :]).decode()
    return "".join(lines)


def _lines(function: ast.AST, node: ast.expr | ast.stmt, change: str) -> frozenset[int]:
    """The line itself; where something is gone, also what held it: the function's first line, a test or loop around."""
    gone = "dropped" in change or change == "comparison"
    lines = {node.lineno}
    for around in ast.walk(function):
        if isinstance(around, ast.stmt) and around.lineno <= node.lineno <= (around.end_lineno or 0):
            lines.update([around.lineno] if gone or not isinstance(around, HOLDERS) else [])
    if "dropped" in change and isinstance(function, ast.FunctionDef):
        lines.add(function.lineno)
        lines.update(each.lineno for each in ast.walk(function) if isinstance(each, (ast.If, ast.FunctionDef)))
    return frozenset(lines)
