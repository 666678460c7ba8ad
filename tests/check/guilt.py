"""Guilt: whether a method that a report names runs the line that was changed, read from the text of an engine."""

from __future__ import annotations

import ast
from collections.abc import Iterator

PASSES = ("backward", "backprop")
STEP = "_backward"


def is_guilty(method: str, line: int, text: str) -> bool:
    """Whether `method`, what it calls or the step that it makes (for a pass, not the steps) contains `line`."""
    tree = ast.parse(text)
    return any(getattr(node, "lineno", 0) <= line <= getattr(node, "end_lineno", 0) for node in _reached(method, tree))


def _reached(method: str, tree: ast.Module) -> Iterator[ast.AST]:
    parts = method.split(".")
    is_pass = parts[-1] in PASSES
    pending = [
        node for name, node in _definitions(tree) if name.split(".")[-len(parts) :] == parts or name == parts[-1]
    ]
    seen: list[ast.AST] = []
    for node in pending:
        if node in seen:
            continue
        seen.append(node)
        yield node
        for name in _mentioned(node):
            pending += [found for found in _meant(name, tree) if not (is_pass and _is_step(found))]


def _is_step(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and (node.name == STEP or node.name.startswith("step_"))


def _mentioned(node: ast.AST) -> set[str]:
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return names | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}


def _meant(name: str, tree: ast.Module) -> Iterator[ast.AST]:
    """What a name may stand for: functions; for the class of nodes its step, for other classes all their functions."""
    for path, node in _definitions(tree):
        owner, _, last = path.rpartition(".")
        if isinstance(node, ast.ClassDef) or not isinstance(node, ast.FunctionDef):
            continue
        of_nodes = owner != "" and _makes_nodes(owner, tree)
        if (last == name and not (of_nodes and last in PASSES)) or (
            owner == name and (not of_nodes or last in (STEP, "__init__"))
        ):
            yield node


def _makes_nodes(owner: str, tree: ast.Module) -> bool:
    """Whether a class is the one with the pass of the whole graph, which takes nothing but the node."""
    found = [node for path, node in _definitions(tree) if path.rpartition(".")[0] == owner]
    return any(isinstance(n, ast.FunctionDef) and n.name in PASSES and len(n.args.args) == 1 for n in found)


def _definitions(tree: ast.AST, owner: str = "") -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield owner + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _definitions(node, f"{owner}{node.name}.")
