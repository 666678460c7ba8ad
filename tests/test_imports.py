"""Imports point one way, and the heavy ones wait: rooms import only rooms that come before them."""

import subprocess
import sys
from textwrap import dedent

import pytest

from tests.imports import PACKAGE, imports_of

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
        f"{found.place} imports {found.module}: what needs it belongs in microgradext/notebook" for found in wrong
    )


def test_the_engine_asks_for_numpy_and_late_for_numba_and_its_compiler_and_for_nothing_else() -> None:
    known = sys.stdlib_module_names | {"microgradext", "numpy"}
    asked = [found for found in IN_ROOMS if found.room == "engine" and found.top not in known]
    wrong = [found for found in asked if found.top not in ("numba", "llvmlite") or not found.waits]
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
        try:
            Tape(f).batch([[1.0, 2.0]])
        except ImportError as refusal:
            print(refusal)
    """
    done = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=False)
    numbers, _, refusal = done.stdout.partition("\n")
    assert numbers.split() == ["-6.0", "-3.0", "-8.0", "6.0"], done.stderr
    assert refusal.startswith("a batch needs the package NumPy: install it with `pip install numpy`"), done.stderr


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
