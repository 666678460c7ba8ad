"""What a cell does outside the process is seen as it happens, wherever it stands, and is not repeated unasked."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from microgradext.cell.function import run_function
from microgradext.cell.moving import MovingRun
from microgradext.cell.run import run_cell
from microgradext.cell.text.spans import keep_text

EARLIER = """
import io, os, pathlib, shutil, sqlite3, subprocess, sys, tempfile, urllib.request
connection = sqlite3.connect(':memory:')
connection.execute('create table t (v)')
cursor = connection.cursor()
log = open('open.txt', 'w')
def write(v):
    with open('log.txt', 'a') as file:
        file.write('line')
    return v
def deep(v): return write(v)
def path(v): pathlib.Path('p.txt').write_text('p'); return v
def touch(v): pathlib.Path('t.txt').touch(); return v
def low(v): os.close(os.open('low.txt', os.O_CREAT | os.O_WRONLY)); return v
def folder(v): os.makedirs('a/b', exist_ok=True); return v
def copy(v): shutil.copy('given.txt', 'copy.txt'); return v
def move(v): os.replace('given.txt', 'given.txt'); return v
def shell(v): os.system('true'); return v
def program(v): subprocess.run([sys.executable, '-c', '']); return v
def fetch(v):
    try: urllib.request.urlopen('http://127.0.0.1:9/', timeout=1)
    except OSError: pass
    return v
def base(v): sqlite3.connect('base.db').close(); return v
def many(v): cursor.executemany('insert into t values (?)', [(1,)]); return v
def logged(v): print('line', file=log); return v
def again(v): log.write('line'); return v
def reads(v):
    open('given.txt').close()
    open(os.devnull, 'w').close()
    sqlite3.connect(':memory:').close()
    io.StringIO().close()
    print('line', file=sys.stderr)
    return v
"""

SEEN = {
    "write": "open (line 8 of write)",
    "deep": "open (line 8 of write)",
    "path": "….write_text (line 12 of path)",
    "touch": "….touch (line 13 of touch)",
    "low": "os.open (line 14 of low)",
    "folder": "os.makedirs (line 15 of folder)",
    "copy": "shutil.copy (line 16 of copy)",
    "move": "os.replace (line 17 of move)",
    "shell": "os.system (line 18 of shell)",
    "program": "subprocess.run (line 19 of program)",
    "fetch": "urllib.request.urlopen (line 21 of fetch)",
    "base": "sqlite3.connect (line 24 of base)",
}

NAMED = {
    "many": "cursor.executemany (line 25 of many)",
    "logged": "print to a file (line 26 of logged)",
    "again": "log.write (line 27 of again)",
}

SENTENCE = "{} cannot be undone, so the cell runs again only on demand."


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "given.txt").write_text("given")
    names: dict[str, Any] = {}
    exec(compile(EARLIER, keep_text(EARLIER, "test"), "exec"), names)
    yield names
    names["log"].close()
    names["connection"].close()


def files() -> dict[str, str]:
    return {path.name: path.read_text() for path in Path().iterdir() if path.is_file() and path.suffix == ".txt"}


@pytest.mark.parametrize("effect", [*SEEN, *NAMED])
def test_what_an_earlier_function_does_asks_for_a_click(names: dict[str, Any], effect: str) -> None:
    run = run_cell(f"a = 2.0\nz = {effect}(a) if a > 1 else -a", names)
    assert (run.mode, run.why) == ("click", SENTENCE.format({**SEEN, **NAMED}[effect]))
    assert run.replays


def test_what_changes_nothing_does_not(names: dict[str, Any]) -> None:
    assert run_cell("a = 2.0\nz = reads(a) if a > 1 else -a", names).mode == "replay"


@pytest.mark.parametrize("effect", SEEN)
def test_what_no_run_has_done_before_is_stopped_before_it_happens(names: dict[str, Any], effect: str) -> None:
    names["hist"] = []
    moving = MovingRun(run_cell(f"a = 2.0\nhist.append(1)\nz = a * 3 if a > 1 else {effect}(a * 5)", names))
    before, z, why = files(), names["z"], SENTENCE.format(SEEN[effect])
    assert moving.run.mode == "replay"
    with pytest.raises(ValueError, match=r"only on demand\.$") as caught:
        moving.move([0.5])
    assert (str(caught.value), moving.run.mode, moving.run.why) == (why, "click", why)
    assert (files(), names["z"], names["a"].data, len(names["hist"])) == (before, z, 2.0, 1)
    moving.move([3.0])
    assert moving.value.data == 9.0  # the tape still knows this path
    moving.move([0.5])  # which is asked for now
    assert (moving.value.data, moving.run.mode, moving.run.why) == (2.5, "click", why)
    assert not moving.move([0.25])


def test_a_second_line_is_written_only_on_demand(names: dict[str, Any]) -> None:
    moving = MovingRun(run_cell("a = 2.0\nz = a if write(a) > 1 else -a", names))
    assert files()["log.txt"] == "line"
    moving.move([3.0])
    assert files()["log.txt"] == "line"
    moving.move([0.5])  # in mode 'click' a move that the tape cannot answer is a click
    assert files()["log.txt"] == "lineline"


@pytest.mark.parametrize("caught", ["except Exception: pass", "except BaseException: z = a * 7", "except: del a"])
def test_code_that_catches_everything_is_stopped_all_the_same(names: dict[str, Any], caught: str) -> None:
    run = run_cell(f"a = 2.0\nz = a * 3\nif a < 1:\n    try: write(a)\n    {caught}\nz", names)
    moving = MovingRun(run)
    with pytest.raises(ValueError, match="open \\(line 8 of write\\) cannot be undone"):
        moving.move([0.5])
    assert ("log.txt" in files(), names["z"].data, moving.run.mode) == (False, 6.0, "click")


def test_numbers_that_an_earlier_cell_has_changed_wait_for_the_click_too(names: dict[str, Any]) -> None:
    moving = MovingRun(run_cell("a = 2.0\nz = a * 3 if a > 1 else write(a * 5)", names))
    names["a"].data = 0.5
    with pytest.raises(ValueError, match="only on demand"):
        moving.catch_up()
    with pytest.raises(ValueError, match="only on demand"):
        moving.catch_up()
    assert "log.txt" not in files()


def test_a_function_is_watched_too(names: dict[str, Any]) -> None:
    run = run_function(lambda x: names["write"](x) if x > 1 else x, x=2.0)
    assert run.why == SENTENCE.format("open (line 8 of write)").replace("the cell", "the function")


def test_a_run_inside_a_run_counts(names: dict[str, Any]) -> None:
    names["run_cell"] = run_cell
    moving = MovingRun(run_cell("a = 2.0\nz = a * 1\nif a < 1: run_cell('b = 1.0; write(b)', globals())\nz", names))
    with pytest.raises(ValueError, match="only on demand"):
        moving.move([0.5])
    assert "log.txt" not in files()


def test_what_an_import_writes_does_not_count(names: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path.cwd())
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    Path("imported_on_the_way.py").write_text("one = 1.0\nopen('by_import.txt', 'w').close()")
    source = "a = 2.0\nz = a * 3\nif a < 1:\n    import imported_on_the_way as m\n    z = a * m.one\nz"
    moving = MovingRun(run_cell(source, names))
    moving.move([0.5])
    del sys.modules["imported_on_the_way"]
    assert moving.run.mode == "replay"


def test_other_threads_do_not_count(names: dict[str, Any]) -> None:
    source = """
        a = 2.0
        z = a * 3
        if a < 1:
            thread = Thread(target=path, args=[1])
            thread.start()
            thread.join()
    """
    names["Thread"] = threading.Thread
    moving = MovingRun(run_cell(dedent(source).strip(), names, output="z"))
    moving.move([0.5])
    assert (moving.run.mode, files()["p.txt"]) == ("replay", "p")


IDLE = """
import sys
import microgradext, microgradext.cell.run
added = []
sys.addaudithook(lambda event, _: added.append(event) if event == 'sys.addaudithook' else None)
from microgradext.cell.run import run_cell
assert not added
for _ in range(3): run_cell('a = 2.0; z = a * a', {})
assert added == ['sys.addaudithook'], added
open('note.txt', 'w').close()
"""


def test_nothing_listens_before_the_first_run_and_one_hook_is_enough(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", IDLE], check=True, cwd=tmp_path, env=environment)
