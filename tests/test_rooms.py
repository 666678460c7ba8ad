"""The rooms of the project: no import cycles, one order of the rooms, files and folders of a readable size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from subprocess import run

import pytest

from tests.imports import ROOT, page_files, python_files

PAGE_ROOMS = (
    "mathematics view wire tape words layout folds browser stage picture search inputs notice save panels".split()
)
"""The rooms of js/ in the order in which they may import: each only those before it. Then come js/*.ts."""
CHECK_ROOMS = "calls report operation blame backward against".split()
"""The same for microgradext/check, then microgradext/check/*.py."""
Files = Callable[[], dict[str, set[str]]]

MOST_LINES = 400
MOST_FILES = 22


@pytest.mark.parametrize("files", [python_files, page_files])
def test_no_file_imports_itself_in_a_circle(files: Files) -> None:
    found = files()
    assert len(found) > 80, "or nothing was read"
    try:
        list(TopologicalSorter(found).static_order())
    except CycleError as error:
        circle = " imports ".join(reversed(error.args[1]))
        pytest.fail(f"{circle}: move what they share into a file that comes before them, or pass it in")


@pytest.mark.parametrize(
    ("folder", "rooms", "files"),
    [("js", PAGE_ROOMS, page_files), ("microgradext/check", CHECK_ROOMS, python_files)],
)
def test_a_room_imports_only_rooms_before_it(folder: str, rooms: list[str], files: Files) -> None:
    inside = {name: found for name, found in files().items() if name.startswith(f"{folder}/")}
    order = {room: place for place, room in enumerate(rooms)}

    def place(name: str) -> int:
        room = name.removeprefix(f"{folder}/").rpartition("/")[0].partition("/")[0]
        assert not room or room in order, f"give {folder}/{room} its place in the order of {Path(__file__).name}"
        return order.get(room, len(rooms))

    wrong = [
        f"{name} imports {asked}, which is in a later room: the order is {', '.join(rooms)}"
        for name, found in inside.items()
        for asked in found
        if asked.startswith(f"{folder}/") and place(asked) > place(name)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_panel_knows_no_other_panel() -> None:
    wrong = [
        f"{name} imports {asked}: what two panels share belongs in js/stage, js/tape or js/words"
        for name, found in page_files().items()
        for asked in found
        if name.count("/") == asked.count("/") == 3 and "/panels/" in name and "/panels/" in asked
        if Path(name).parent != Path(asked).parent
    ]
    assert not wrong, "\n".join(wrong)


def written_files() -> list[Path]:
    """The files of the project that people write, as git knows them."""
    listed = run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    files = [Path(name) for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    return [file for file in files if "generated" not in file.parts and file.parts[:2] != ("tests", "fixtures")]


def test_no_file_is_longer_than_one_reads_at_a_sitting() -> None:
    texts = [file for file in written_files() if file.suffix in (".py", ".ts", ".css", ".mjs", ".js", ".md")]
    lengths = {file: len((ROOT / file).read_text("utf-8").splitlines()) for file in texts}
    long = [f"{file} has {length} lines" for file, length in lengths.items() if length > MOST_LINES]
    assert not long, f"more than {MOST_LINES}: cut along its concepts: " + ", ".join(long)


def test_no_folder_shows_more_than_one_takes_in() -> None:
    counted = Counter(file.parent for file in written_files() if file.parts[:1] != ("docs",))
    full = [f"{folder} shows {count} files" for folder, count in counted.items() if count > MOST_FILES]
    assert not full, f"more than {MOST_FILES}: make rooms: " + ", ".join(full)
