"""Imports point one way, and the heavy ones wait: rooms import only rooms that come before them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

import microgradext

PACKAGE = Path(microgradext.__file__).parent
HEAVY = ("numpy", "IPython", "ipywidgets", "anywidget", "torch", "dask", "matplotlib", "graphviz")

# room → the rooms it may import; `notebook` and the package's own `__init__` may import all.
BEFORE = {
    "moved": set[str](),
    "engine": set[str](),
    "nn": {"engine"},
    "optim": {"engine"},
    "training": {"engine", "optim"},
    "interop": {"engine"},
    "cell": {"engine", "interop"},
    "explain": {"engine", "interop"},
    "check": {"engine", "cell", "interop"},
    "study": {"engine", "cell"},
}
FRONT_ENDS = {"IPython", "ipywidgets", "anywidget", "traitlets", "ipykernel", "comm"}


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


ALL = [found for file in sorted(PACKAGE.rglob("*.py")) for found in imports_of(file)]
OURS = [found for found in ALL if found.top == "microgradext"]
IN_ROOMS = [found for found in ALL if found.room in BEFORE]


@pytest.mark.parametrize("room", BEFORE)
def test_a_room_imports_only_rooms_before_it(room: str) -> None:
    allowed = BEFORE[room] | {room}
    wrong = [found for found in OURS if found.room == room and found.target not in allowed]
    assert not wrong, "\n".join(
        f"{found.place} imports {found.module}, but {room} may import only "
        f"{', '.join(sorted(BEFORE[room])) or 'nothing of ours'}: "
        f"move what it needs into one of these, or pass it in as an argument"
        for found in wrong
    )


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {found.room for found in ALL} - {"__init__", "__main__", "notebook", "static"}
    assert rooms <= BEFORE.keys(), f"add {rooms - BEFORE.keys()} to BEFORE, with what it may import"


def test_only_the_notebook_room_knows_ipython_and_widgets() -> None:
    wrong = [found for found in IN_ROOMS if found.top in FRONT_ENDS]
    assert not wrong, "\n".join(
        f"{found.place} imports {found.module}: what needs it belongs into microgradext/notebook" for found in wrong
    )


def test_the_engine_asks_for_numpy_and_late_for_numba_and_for_nothing_else() -> None:
    known = sys.stdlib_module_names | {"microgradext", "numpy"}
    asked = [found for found in IN_ROOMS if found.room == "engine" and found.top not in known]
    wrong = [found for found in asked if found.top != "numba" or not found.waits]
    assert not wrong, "\n".join(
        f"{found.place} imports {found.module}: the engine also runs in a browser" for found in wrong
    )


def test_the_engine_works_where_numpy_is_missing() -> None:
    script = """
        import sys
        sys.modules["numpy"] = None
        from microgradext import Tape, Value
        a, b = Value(-2.0), Value(3.0)
        f = (a * b) * (a + b)
        f.backward()
        print(f.data, a.grad, b.grad, Tape(f)([1.0, 2.0]).values[-1])
    """
    done = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["-6.0", "-3.0", "-8.0", "6.0"], done.stderr


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = (
        f"import sys; from microgradext import Tape, Value, exp, nn; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert not loaded, (
        f"`import microgradext` loads {', '.join(loaded)}: `python -X importtime -c 'import microgradext'` says where; "
        "import it inside the function that needs it"
    )
