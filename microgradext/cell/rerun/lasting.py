"""Lasting: what code does outside the process, seen by Python's audit events as it happens.

The hook costs a few tenths of a microsecond for each event that Python reports, also when no cell runs, and cannot be
removed; so it is added with the first run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import get_ident
from types import FrameType
from typing import Any

from ...engine.frames import is_users_file
from ...engine.recording import Site
from ...engine.scopes import paused

Arguments = tuple[Any, ...]

ALWAYS = frozenset(
    """
    os.chdir os.chmod os.chown os.exec os.fork os.forkpty os.kill os.killpg os.link os.mkdir os.posix_spawn os.remove
    os.removexattr os.rename os.rmdir os.setxattr os.spawn os.startfile os.startfile/2 os.symlink os.system os.truncate
    os.utime pty.spawn shutil.chown shutil.copyfile shutil.copymode shutil.copystat shutil.copytree shutil.make_archive
    shutil.move shutil.rmtree shutil.unpack_archive tempfile.mkdtemp tempfile.mkstemp subprocess.Popen
    socket.bind socket.connect socket.sendmsg socket.sendto http.client.connect http.client.send urllib.Request
    ftplib.connect ftplib.sendcmd imaplib.open imaplib.send nntplib.connect nntplib.putline poplib.connect
    poplib.putline smtplib.connect smtplib.send telnetlib.Telnet.open telnetlib.Telnet.write webbrowser.open
    syslog.syslog
    """.split()
)
"""Events of what cannot be undone, whatever their arguments."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


def _writes(arguments: Arguments) -> bool:
    """Whether a file is opened for writing, be it by the number under which it is open already."""
    path, mode, flags = arguments
    if not (flags & WRITING or set(mode or "") & set("wax+")):
        return False
    file = str(path) if isinstance(path, int) else os.fsdecode(path)
    return file != os.devnull and "__pycache__" not in file


def _is_kept(arguments: Arguments) -> bool:
    """Whether a database is more than memory."""
    return str(arguments[0]) not in ("", ":memory:")


SOMETIMES: dict[str, Callable[[Arguments], bool]] = {"open": _writes, "sqlite3.connect": _is_kept}


class Barred(BaseException):
    """Raised in the user's code in place of what cannot be undone."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that cannot be undone: Python's name for it, and where the user's code did it."""

    event: str
    site: Site


@dataclass(slots=True)
class Watch:
    """What was seen while code ran."""

    stops: bool  # whether what cannot be undone is stopped before it happens
    thread: int = field(default_factory=get_ident)  # whose doing counts
    outside: FrameType | None = None  # the frame that runs the code
    effect: Effect | None = None  # the first
    stopped: bool = False


tracing: list[Callable[[], None]] = []
"""Told when somebody else than this package sets a trace function."""

_watch: Watch | None = None  # of the innermost run


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """While entered, see what this thread does that cannot be undone; if it stops it, Barred is raised in its place."""
    global _watch
    _listen()
    outer = _watch
    watch.outside, watch.stops = sys._getframe(2), watch.stops or (outer is not None and outer.stops)
    _watch = watch
    try:
        yield
    finally:
        _watch, watch.outside = outer, None
        if outer is not None:  # what a run inside this one did, this one did
            outer.effect = outer.effect or watch.effect
            outer.stopped |= watch.stopped


_listening = False


def _listen() -> None:
    """Listen from the first run on; Python offers no way to stop."""
    global _listening
    if not _listening:
        _listening = True
        sys.addaudithook(_hear)


def _hear(event: str, arguments: Arguments) -> None:
    if event == "sys.settrace":
        if not paused.ours:
            for each in tracing:
                each()
    elif _watch is not None and (event in ALWAYS or event in SOMETIMES):
        _judge(_watch, event, arguments)


def _judge(watch: Watch, event: str, arguments: Arguments) -> None:
    if watch.thread != get_ident() or (event in SOMETIMES and not SOMETIMES[event](arguments)):
        return
    site = _site(sys._getframe(2), watch.outside)
    if site is None:
        return
    watch.effect = watch.effect or Effect(event, site)
    if watch.stops:
        watch.stopped = True
        raise Barred


def _site(frame: FrameType | None, outside: FrameType | None) -> Site | None:
    """The innermost place of the user's own code; None if there is none, or if it imports a module (only once)."""
    found: Site | None = None
    while frame is not None and frame is not outside:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return None
        if found is None and is_users_file(file):
            found = frame.f_code, frame.f_lasti
        frame = frame.f_back
    return found
