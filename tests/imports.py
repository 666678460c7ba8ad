"""The imports of the project, as its files have them: which file asks for which, in Python and in TypeScript."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "microgradext"
PAGE = ROOT / "js"


@dataclass(frozen=True)
class Import:
    """One import statement: where it stands, and the dotted module it asks for."""

    file: Path
    line: int
    module: str
    waits: bool  # inside a function, or under TYPE_CHECKING: not run by importing the file

    @property
    def place(self) -> str:
        return f"{self.file.relative_to(PACKAGE.parent)}:{self.line}"

    @property
    def room(self) -> str:
        """The room the import stands in."""
        return self.file.relative_to(PACKAGE).parts[0].removesuffix(".py")

    @property
    def target(self) -> str:
        """The room asked for; empty for the package itself."""
        return (self.module.split(".") + [""])[1]

    @property
    def top(self) -> str:
        return self.module.split(".")[0]


def imports_of(file: Path) -> Iterator[Import]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    waiting = {id(inner) for node in ast.walk(tree) if _waits(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        for module in _modules(node, file):
            assert isinstance(node, ast.Import | ast.ImportFrom)
            yield Import(file, node.lineno, module, id(node) in waiting)


def _waits(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _modules(node: ast.AST, file: Path) -> list[str]:
    """The modules a statement asks for; `from . import a, b` may name rooms, so each name counts."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = list(file.relative_to(PACKAGE.parent).parent.parts)
    base = package[: len(package) - node.level + 1] if node.level else []
    module = ".".join([*base, *filter(None, [node.module])])
    return [f"{module}.{alias.name}" for alias in node.names] if module == "microgradext" else [module]


def python_files() -> dict[str, set[str]]:
    """For every file of the package the files that it imports, also where the import waits or is for types only."""
    modules = {_dotted(file): str(file.relative_to(ROOT)) for file in PACKAGE.rglob("*.py")}
    return {
        place: {modules[name] for name in _named(ROOT / place) if name in modules} - {place}
        for place in modules.values()
    }


def _dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _named(file: Path) -> Iterator[str]:
    """What may be the modules that a file imports: of `from a import b` both `a` and, were it a module, `a.b`."""
    package = list(file.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            inner = [f"{module}.{alias.name}" for alias in node.names]
            are_modules = [(ROOT / name.replace(".", "/")).with_suffix(".py").exists() for name in inner]
            yield from (name for name, is_module in zip(inner, are_modules, strict=True) if is_module)
            if not all(are_modules):
                yield module


SPECIFIER = re.compile(r'(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)"')


def page_files() -> dict[str, set[str]]:
    """For every TypeScript file of the page the files that it imports, types included."""
    return {str(file.relative_to(ROOT)): set(_asked_for(file)) for file in PAGE.rglob("*.ts")}


def _asked_for(file: Path) -> Iterator[str]:
    for specifier in SPECIFIER.findall(file.read_text("utf-8")):
        found = (file.parent / specifier).resolve()
        yield str((found if found.suffix == ".ts" else found.with_suffix(".ts")).relative_to(ROOT))
