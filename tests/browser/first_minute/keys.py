"""A person at the keyboard: every slider of a cell by its keys, each number that moves compared with plain Python."""

import ast
import math
import time
from collections.abc import Callable, Iterator

from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import CellPicture, number
from tests.browser.first_minute.plain import Plain
from tests.browser.first_minute.shown import Row, Shown, is_true, read
from tests.browser.first_minute.truth import ambiguous, untruths

PATIENCE = 3.0  # seconds, until a number that seems wrong is
ROUNDING = 1e-9
FOCUS = "(root, name) => root.querySelector(`input[type=range][aria-label='${CSS.escape(name)}']`).focus()"


class Keyboard:
    """The keys of one picture; `point` is where its inputs should be."""

    def __init__(self, notebook: Notebook, live: CellPicture, plain: Plain) -> None:
        self._notebook = notebook
        self._live = live
        self._plain = plain
        self._keys = notebook.page.keyboard
        self._point = plain.point
        self._signed = any(x < 0 for x in self._point.values())

    def faults(self) -> Iterator[str]:
        shown = read(self._live.root)
        yield from self._awaited(lambda seen: untruths(seen, self._plain, self._point))
        yield from ambiguous(shown)
        if not any(value for _, value, _ in shown.code):
            yield "there are no numbers beside the code"
        if {row.name for row in shown.rows} != set(self._point):
            yield f"the inputs are {[row.name for row in shown.rows]}"
            return
        for name in self._point:
            for fault in self._slider(name):
                yield f"{name} = {self._plain.literals[name]}: {fault}"

    def _slider(self, name: str) -> Iterator[str]:
        self._focus(name)
        first = read(self._live.root).row(name)
        yield from neighbourhood(first, self._plain.literals[name], self._signed)
        yield from self._arrows(name, first)
        yield from self._ends(name, first)
        yield from self._typed(name, first)

    def _arrows(self, name: str, first: Row) -> Iterator[str]:
        """To the right twice, since the first place may be near, and back once."""
        at = number(first.value)
        near = self._pressed(name, "ArrowRight")
        yield from self._followed(name, near)
        far = self._pressed(name, "ArrowRight")
        yield from self._followed(name, far)
        yield from self._kernel(name, far)
        back = self._pressed(name, "ArrowLeft")
        if not math.isclose(back, near, rel_tol=ROUNDING, abs_tol=ROUNDING * abs(far - near)):
            yield f"ArrowLeft leads from {far} to {back} and not to {near}"
        low, high, _ = first.range
        place = (lambda x: math.log10(abs(x))) if first.powers else float
        shares = [(place(b) - place(a)) / (high - low) for a, b in ((at, near), (near, far))]
        if first.powers and at < 0:
            shares = [-share for share in shares]
        whole = is_whole(self._plain.literals[name])
        is_one = whole and far - near == 1  # which may be much of a small range
        if not is_one and not (0 < shares[0] <= 0.05 and 0.002 - ROUNDING <= shares[1] <= 0.05):
            yield f"ArrowRight moves it by {shares} of the range: {at}, {near}, {far}"
        if whole and (near != round(near) or far != round(far)):
            yield f"ArrowRight leads to {near} and {far}, which are not whole"
        if not first.powers and abs(near / (far - near) - round(near / (far - near))) > 1e-6:
            yield f"ArrowRight leads to {near}, which is no multiple of {far - near}"
        yield from self._restored(name, first)

    def _ends(self, name: str, first: Row) -> Iterator[str]:
        for key, end in (("End", first.ends[1]), ("Home", first.ends[0])):
            if not is_true(end, x := self._pressed(name, key), 3):
                yield f"{key} leads to {x}, and the end says {end}"
        yield from self._restored(name, first)

    def _typed(self, name: str, first: Row) -> Iterator[str]:
        large = "1e9" if max(map(abs, first.reach)) < 1e9 else "1e12" if max(map(abs, first.reach)) < 1e12 else "1e30"
        self._keys.press("Tab")  # from the slider to its box
        self._keys.insert_text(large)  # all of it is selected
        self._keys.press("Enter")
        row = read(self._live.root).row(name)
        if number(row.value) != float(large) or not row.reach[0] <= float(large) <= row.reach[1]:
            yield f"typed {large}: it is {row.value} between {row.ends}"
        self._focus(name)  # a box with the focus shows what can be edited
        yield from self._restored(name, first)

    def _restored(self, name: str, first: Row) -> Iterator[str]:
        self._pressed(name, "Delete")
        row = read(self._live.root).row(name)
        if (row.value, row.box, row.ends, row.range) != (first.value, first.box, first.ends, first.range):
            yield f"Delete leads to {row.value} ({row.box}) between {row.ends}, not to {first.value} in {first.ends}"

    def _pressed(self, name: str, key: str) -> float:
        self._keys.press(key)
        return number(read(self._live.root).row(name).value)

    def _focus(self, name: str) -> None:
        self._live.root.evaluate(FOCUS, name)

    def _followed(self, name: str, x: float) -> Iterator[str]:
        point = {**self._point, name: x}
        yield from self._awaited(lambda seen: untruths(seen, self._plain, point))

    def _kernel(self, name: str, x: float) -> Iterator[str]:
        end = time.monotonic() + PATIENCE
        while (found := self._notebook.kernel_value(f"{name}.data")) != x:
            if time.monotonic() > end:
                yield f"the kernel has {found} and the page {x}"
                return

    def _awaited(self, faults: Callable[[Shown], list[str]]) -> list[str]:
        """What is still wrong when the kernel has had time to answer."""
        end = time.monotonic() + PATIENCE
        while (found := faults(read(self._live.root))) and time.monotonic() < end:
            pass  # reading waits for a frame
        return found


def neighbourhood(row: Row, literal: str, signed: bool) -> Iterator[str]:
    """What is wrong with the range of a slider for a number as the code has it."""
    x = float(ast.literal_eval(literal))
    low, high = row.reach
    least, most, at = row.range
    share = (at - least) / (most - least)
    is_share = 0.5 < x < 1 and high == 1  # a probability goes no further
    if not (0.03 <= share <= 0.97 or (is_share and 0 < share < 1)):
        yield f"the thumb is at {share:.1%} between {row.ends}"
    if is_year(literal):
        if (x - low, high - x) != (50, 50):
            yield f"a year between {row.ends}"
    elif x:
        reach = max(abs(low), abs(high)) / abs(x)
        if not (1.3 <= reach <= 11 or is_share):
            yield f"the range {row.ends} reaches {reach} times as far"
        if signed and not row.powers and not low < 0 < high:
            yield f"an input is negative, and the range is {row.ends}"


def is_whole(literal: str) -> bool:
    return isinstance(ast.literal_eval(literal), int)


def is_year(literal: str) -> bool:
    x = ast.literal_eval(literal)
    return isinstance(x, int) and 1901 <= x <= 2099 and x % 100 != 0
