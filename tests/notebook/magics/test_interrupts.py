"""An interrupted cell leaves the notebook as plain Python would, whatever it was doing."""

from __future__ import annotations

import gc
import math
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microgradext import Value
from microgradext.engine.recording import active
from microgradext.notebook import interrupts
from tests.patience import STARTING

from ..conftest import Shell
from .interrupted import MOVE, interrupted

CELLS = (
    "a = 2.0\nb = -3.0\nd = a * b\ne = a + b\nf = d * e",
    "x = 1.5\nhist = []\nfor i in range(3):\n    x = x * k + i\n    hist.append(x.data)\ny = x + u",
    "import math\nt = 0.3\nfor i in range(4):\n    t = math.sin(t) * 2 if t > 0 else -t\nprint(t)\nt",
    "xs = [1.0, 2.0, 3.0]\ntotal = sum(x * k for x in xs)\nloss = total / 4",
)
"""Cells that bind names one after another. What they read before is in `EARLIER`."""

EARLIER = {"k": 1.25, "u": 0.5}
LATER = "p = 2.0\nq = -0.5\nfor i in range(3):\n    p = p * q + math.exp(q)\np"


def plain(value: Any) -> Any:
    """A number in place of a Value."""
    if isinstance(value, Value):
        return value._data
    return [plain(each) for each in value] if isinstance(value, list) else value


def numbers(names: dict[str, Any], earlier: set[str]) -> dict[str, Any]:
    """What new names hold, if they are numbers or lists."""
    new = {name: plain(value) for name, value in names.items() if name not in earlier and not name.startswith("_")}
    return {name: value for name, value in new.items() if isinstance(value, float | int | list)}


def states(source: str) -> list[dict[str, Any]]:
    """What the names are in plain Python before each line of a cell and after the last."""
    names: dict[str, Any] = {**EARLIER}
    seen: list[dict[str, Any]] = []

    def note(frame: Any, event: str, _: object) -> Any:
        seen.append(numbers(dict(names), set()))
        return note

    source = source.replace(".data", "").replace("print(t)", "")
    code = compile(source, "<plain>", "exec")
    before = sys.gettrace()
    sys.settrace(lambda frame, event, _: note if frame.f_code is code else None)
    try:
        exec(code, names)
    finally:
        sys.settrace(before)
    return [*seen, numbers(names, set())]


@pytest.fixture
def fresh(shell: Shell) -> str:
    """What `LATER` shows in a shell in which nothing was interrupted."""
    return shown(shell)


def shown(shell: Shell) -> str:
    ran = shell.run(f"%%grad\nimport math\n{LATER}")
    assert ran.error is None
    return ran.out + "".join(ran.data("text/plain")) + repr([shell[name].grad for name in ("p", "q")])


def check(shell: Shell, source: str, known: set[str], before: tuple[Any, ...], fresh: str) -> None:
    """Whether everything is as after any interrupted cell."""
    names = shell.shell.user_ns
    assert before == standing(shell)
    assert numbers(names, known) in states(source)
    assert math.sin.__module__ == "math"
    assert names.get("math", math) is math
    assert shown(shell) == fresh


def standing(shell: Shell) -> tuple[Any, ...]:
    """What a run changes while it is under way."""
    handler = signal.getsignal(signal.SIGINT)
    builtins = shell.shell.user_ns["__builtins__"]
    streams = [vars(sys.stdout).get("write"), vars(shell.shell.display_pub).get("publish")]
    return list(active), gc.isenabled(), sys.stdout, handler, builtins, streams


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(cell=st.integers(0, len(CELLS) - 1), part=st.floats(0, 1))
def test_wherever_an_interrupt_arrives_names_are_as_plain_python_leaves_them(
    shell: Shell, fresh: str, cell: int, part: float
) -> None:
    names = shell.shell.user_ns
    for name in "a b d e f x y hist i t xs total loss p q math out".split():
        names.pop(name, None)
    names.update(EARLIER)
    known = {*names} - {*EARLIER}
    with interrupted(sys.maxsize) as moments:
        assert shell.run(f"%%grad\n{CELLS[cell]}").error is None
    for name in {*names} - known - {*EARLIER}:
        del names[name]
    names.update(EARLIER)
    before = standing(shell)
    with interrupted(int(moments.count * part)) as moment:
        ran = shell.run(f"%%grad -o out\n{CELLS[cell]}")
    if moment.place and not moment.lost:
        assert isinstance(ran.error, KeyboardInterrupt), moment.place
        assert "microgradext" not in ran.said, moment.place
    finished = names.pop("out", None)
    assert finished is None or finished.grads
    check(shell, CELLS[cell], known, before, fresh)


MOVED = """
x = 2.0
hist.append(x.data)
calls = calls + 1
k.data = k.data + 1
y = x * x + k if x > 1 else x * 3
"""


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(part=st.floats(0, 1))
def test_an_interrupted_move_happens_entirely_or_not_at_all(shell: Shell, part: float) -> None:
    names = shell.shell.user_ns
    names.update(hist=[], calls=0, k=Value(1.0))
    assert shell.run(f"%%grad -o out\n{MOVED}").error is None
    moving = names["out"].moving

    def state() -> tuple[Any, ...]:
        graph = [node.data for node in moving.graph.nodes]
        return plain(names["x"]), plain(names["y"]), names["hist"], names["calls"], plain(names["k"]), graph

    with interrupted(sys.maxsize, MOVE) as moments:
        names["out"].set(x=0.5)
    names["out"].set(x=3.0)
    before, moved = repr(state()), repr((0.5, 1.5, [0.5], 1, 2.0))[:-1]
    standing_before = standing(shell)
    try:
        with interrupted(int(moments.count * part), MOVE):
            names["out"].set(x=0.5)
    except KeyboardInterrupt:
        pass  # between the run and what shows it
    assert standing(shell) == standing_before
    assert repr(state()) == before or repr(state()).startswith(moved)
    names["out"].set(x=0.25)
    assert repr(state()).startswith(repr((0.25, 0.75, [0.25], 1, 2.0))[:-1])


class Interrupting(dict[Any, Any]):
    """What a weak dictionary holds, interrupted where Python drops what is raised."""

    def __delitem__(self, key: object) -> None:
        super().__delitem__(key)
        if frame := sys._getframe().f_back:
            self.name = frame.f_code.co_name
            interrupts._interrupted(signal.SIGINT, frame)


def test_an_interrupt_where_python_would_drop_it_is_raised_a_little_later() -> None:
    kept = WeakKeyDictionary[Value, int]()
    kept.data = within = Interrupting()  # type: ignore[attr-defined]
    kept[Value(1.0)] = 1  # and gone again
    assert within.name == interrupts.SWALLOWED[1]
    with pytest.raises(KeyboardInterrupt):
        threading.Event().wait(STARTING)


def test_real_signals_at_random_moments() -> None:
    program = [sys.executable, "-m", "tests.notebook.magics.sigint", "16", "25"]
    root = str(Path(__file__).parents[3])
    ran = subprocess.run(program, capture_output=True, text=True, cwd=root, timeout=STARTING, check=False)
    assert ran.stdout.strip() == "held", ran.stdout + ran.stderr
