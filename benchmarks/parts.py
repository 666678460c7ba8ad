"""A part of the benchmarks: its measurements one after the other, in an interpreter of its own.

Whatever the peers of one part import means more work for Python's collector in all of them. Each measurement stands for
itself: one that raises, takes too long or ends the interpreter is a row that says so, and the others are measured.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from threading import Timer
from typing import Any, TypeAlias, TypeVar

from benchmarks.rounds import Failure, Figure, Ratio, Row

T = TypeVar("T")
Process: TypeAlias = "subprocess.Popen[str]"
KINDS: dict[str, type[Row]] = {"ratio": Ratio, "figure": Figure, "failure": Failure}
GRACE = 10.0
"""How many seconds a measurement has to notice that its time is over."""


@dataclass(frozen=True)
class Measurement:
    """Something to measure: what it is called if it fails, and the function that yields its rows."""

    work: str
    rows: Callable[[], Iterable[Row]]


def described(row: Row) -> dict[str, Any]:
    """A row in JSON."""
    return {"kind": type(row).__name__.lower(), **asdict(row)}


# ---------------------------------------------------------------------------- in the interpreter that measures


def run(part: str, skip: int, limit: float) -> None:
    """Measure a part but for its first `skip` measurements; write what happens to stdout, a line of JSON each."""
    lines = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)  # whatever is printed while measuring

    def tell(kind: str, **about: Any) -> None:
        print(json.dumps({"kind": kind, **about}), file=lines)

    try:
        for place, measurement in enumerate(import_module(module(part)).report()):
            if place >= skip:
                tell("begin", work=measurement.work)
                _measure(measurement, limit, tell)
                tell("end")
    except Exception as error:
        tell("failure", work=part, reason=reason(error))


def _measure(measurement: Measurement, limit: float, tell: Callable[..., None]) -> None:
    try:
        with _within(limit):
            for row in measurement.rows():
                tell(**described(row))
    except (Exception, SystemExit) as error:
        tell("failure", work=measurement.work, reason=reason(error))


@contextmanager
def _within(limit: float) -> Iterator[None]:
    """Raise TimeoutError in what runs longer than `limit` seconds, where the system has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def over(number: int, frame: object) -> None:
        raise TimeoutError(f"not done after {limit:g} s")

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def reason(error: BaseException) -> str:
    """What went wrong, in one line.

    >>> reason(ValueError("no\\nmore")), reason(KeyError())
    ('ValueError: no', 'KeyError')
    """
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def module(part: str) -> str:
    """The module of a part: one of ours, or a dotted name."""
    return part if "." in part else f"benchmarks.{part}"


# ---------------------------------------------------------------------------- in the interpreter that prints


def measured(part: str, limit: float) -> Iterator[Row]:
    """The rows of a part. An interpreter that ends early is followed by another one, for what is left."""
    begun, progress = 0, True
    while progress:
        child = _Child(part, begun, limit)
        yield from child.rows()
        if not child.why:
            return
        yield Failure(child.running or part, child.why)
        begun, progress = begun + child.begun, child.begun > 0


@dataclass
class _Child:
    """An interpreter that measures, while it lives and after."""

    part: str
    skip: int
    limit: float
    begun: int = 0
    running: str = ""
    why: str = field(default="", init=False)  # it ended early

    def rows(self) -> Iterator[Row]:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks", "--limit", str(self.limit)]
        command += ["--part", self.part, "--skip", str(self.skip)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
            lines = process.stdout
            assert lines is not None
            try:
                while line := self._awaited(process, lines.readline):
                    record = json.loads(line)
                    kind = record.pop("kind")
                    if kind == "begin":
                        self.begun, self.running = self.begun + 1, record["work"]
                    elif kind == "end":
                        self.running = ""
                    else:
                        yield KINDS[kind](**record)
                self._awaited(process, process.wait)
            finally:
                _stop(process)
        if process.returncode and not self.why:
            self.why = f"its interpreter ended with status {process.returncode}"

    def _awaited(self, process: Process, action: Callable[[], T]) -> T:
        """What `action` returns once the interpreter says or does something; it is stopped if that takes too long."""
        timer = Timer(self.limit + GRACE, self._silent, [process])
        timer.start()
        try:
            return action()
        finally:
            timer.cancel()

    def _silent(self, process: Process) -> None:
        self.why = f"stopped, not done after {self.limit:g} s"
        _stop(process)


def _stop(process: Process) -> None:
    """End it and what it has started, unless it has ended."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
