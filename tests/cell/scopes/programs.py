"""Random programs, each written twice: as it is, and so that it says itself where each operation is made."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from microgradext.cell.run import Run, run_cell
from microgradext.engine.functions import sum as total

MOST_DEPTH = 3
"""How deep loops and branches nest."""


class Place:
    """Where the program says that it is: in a call, or in a turn of a loop.

    Names of loops begin with L, and with Lc where a comprehension or class is around them.
    """

    def __init__(self, outer: Place | None, name: str, turn: int = 0, *, sure: bool = True) -> None:
        self.outer, self.name, self.turn, self.sure = outer, name, turn, sure
        self.loops: dict[str, Place] = {}
        self.generator: Stepped | None = None

    def path(self) -> list[tuple[str, str, int, Any]]:
        """Kind, label and ordinal of the scopes from the outermost on, and what identifies each."""
        if self.generator is not None and self.outer is None:
            self.outer = self.generator.here
        before = self.outer.path() if self.outer is not None else []
        if self.name.startswith("L") and self.outer is not None:
            loop = self.outer.loops.setdefault(self.name, Place(None, self.name))
            before = [*before, ("loop", "", 0, loop)]
            return [*before, ("turn", "", self.turn, self)] if self.sure else before
        return [*before, ("call", self.name, 0, self)] if self.name else before


CURRENT: list[Place] = []
"""The place of whoever asks an iterator for its next item."""


class Stepped:
    """A generator that knows who asks it."""

    def __init__(self, function: Any, name: str, *arguments: Any) -> None:
        self.root = Place(None, name)
        self.root.generator = self
        self.inner = function(self.root, *arguments)
        self.here = CURRENT[0]

    def __iter__(self) -> Stepped:
        return self

    def __next__(self) -> Any:
        self.here = before = CURRENT[0]
        try:
            return next(self.inner)
        finally:
            CURRENT[0] = before


def stepping(place: Place, iterable: Any) -> Iterator[Any]:
    """The items of `iterable`, each asked for at `place`."""
    CURRENT[:] = [place]
    iterator = iter(iterable)
    while True:
        CURRENT[:] = [place]
        try:
            item = next(iterator)
        except StopIteration:
            return
        yield item


def at(place: Place, function: Any) -> Any:
    """`function`, for which what it calls is at `place`."""
    CURRENT[:] = [place]
    return function


def sure(place: Place) -> Place:
    """The turn that a test has opened."""
    place.sure = True
    return place


class Program:
    """A random program; `plain` is its text, `told` the one that says where it is."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._plain: list[str] = []
        self._told: list[str] = []
        self._count = 0
        self._functions: list[tuple[str, str]] = []
        for _ in range(self._random.randrange(1, 5)):
            self._function()
        self._line("", "v = keep(a * 1.0)", "v = note(w, a * 1.0)")
        self._body("", "w", 0, self._random.randrange(2, 6), within="cell")

    @property
    def plain(self) -> str:
        return "a = 2.0\n" + "\n".join(self._plain) + "\nout = total(kept)\n"

    @property
    def told(self) -> str:
        return "\n".join(self._told)

    def _fresh(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _line(self, indent: str, plain: str | None, told: str | None = None) -> None:
        if plain is not None:
            self._plain.append(indent + plain)
        self._told.append(indent + (told if told is not None else plain or "pass"))

    def _only_told(self, indent: str, text: str) -> None:
        self._told.append(indent + text)

    def _function(self) -> None:
        kind = self._random.choice(["function", "generator", "recursive", "method"])
        name = {"generator": "g", "method": "M"}.get(kind, "f")
        name, inside = self._fresh(name), "  "
        if kind == "method":
            self._line("", f"class {name}:")
            inside = "    "
            self._line("  ", "def __call__(self, v):", "def __call__(self, p, v):")
        else:
            depth = ", d=3" if kind == "recursive" else ""
            self._line("", f"def {name}(v{depth}):", f"def {name}(p, v{depth}):")
        called = "__call__" if kind == "method" else name
        self._only_told(inside, "w = p" if kind == "generator" else f"w = Place(p, {called!r})")
        self._body(inside, "w", 1, self._random.randrange(1, 4), within="generator" if kind == "generator" else "call")
        if kind == "recursive":
            self._line(inside, "if d > 0:")
            self._line(inside + "  ", f"v = {name}(v, d - 1)", f"v = {name}(w, v, d - 1)")
            self._body(inside, "w", 2, 1, within="call")
        if kind == "generator":
            self._line(inside, "yield v")
        else:
            self._line(inside, "return v")
        self._functions.append((kind, name))

    def _body(self, indent: str, w: str, depth: int, count: int, within: str, loop: str = "") -> None:
        for _ in range(count):
            kinds = ["operation"] * 3 + ["call"] * 2 + ["map", "comprehension", "expression", "inline"]
            if depth < MOST_DEPTH:
                kinds += ["for"] * 3 + ["while"] * 2 + ["if", "try", "class"]
            if loop:
                kinds += ["leave"]
            if within == "generator":
                kinds += ["yield"] * 2
            getattr(self, f"_{self._random.choice(kinds)}")(indent, w, depth, within, loop)

    def _operation(self, indent: str, w: str, *_: Any) -> None:
        other = self._random.choice(["a", "1.0", "v"])
        if self._random.random() < 0.5:
            self._line(indent, f"v = keep(v + {other})", f"v = note({w}, v + {other})")
        else:
            self._line(indent, "v = keep(", f"v = note({w},")
            self._line(indent, f"   v + {other})")

    def _yield(self, indent: str, *_: Any) -> None:
        self._line(indent, "yield v")

    def _call(self, indent: str, w: str, *_: Any) -> None:
        if not self._functions:
            self._operation(indent, w)
            return
        kind, name = self._random.choice(self._functions)
        if kind == "generator":
            self._line(indent, f"v = ([v] + list({name}(v)))[-1]",
                       f"v = ([v] + at({w}, list)(Stepped({name}, {name!r}, v)))[-1]")  # fmt: skip
        elif kind == "method":
            self._line(indent, f"v = {name}()(v)", f"v = {name}()({w}, v)")
        else:
            self._line(indent, f"v = {name}(v)", f"v = {name}({w}, v)")

    def _map(self, indent: str, w: str, *_: Any) -> None:
        self._line(
            indent,
            "list(map(lambda x, v=v: keep(v + x), range(3)))",
            f"list(map(lambda x, v=v, w={w}: note(Place(w, '<lambda>'), v + x), range(3)))",
        )

    def _items(self, w: str) -> tuple[str, str]:
        """Something to go through."""
        generators = [name for kind, name in self._functions if kind == "generator"]
        chosen = self._random.randrange(4)
        if generators and chosen == 0:
            one, other = self._random.choice(generators), self._random.choice(generators)
            return f"zip({one}(v), {other}(v))", f"zip(Stepped({one}, {one!r}, v), Stepped({other}, {other!r}, v))"
        if generators and chosen == 1:
            one = self._random.choice(generators)
            return f"{one}(v)", f"Stepped({one}, {one!r}, v)"
        text = self._random.choice(["range(4)", "(7, 8)", "[3]", "range(0)", "'abc'"])
        return text, text

    def _for(self, indent: str, w: str, depth: int, within: str, _: str) -> None:
        name, item, inner, turn = self._fresh("L"), self._fresh("i"), self._fresh("w"), self._fresh("n")
        plain, told = self._items(w)
        self._only_told(indent, f"at({w}, None)")
        self._only_told(indent, f"{turn} = 0")
        self._line(indent, f"for {item} in {plain}:", f"for {item} in stepping({w}, {told}):")
        self._only_told(indent + "  ", f"{turn} += 1; {inner} = Place({w}, {name!r}, {turn})")
        self._sometimes(indent + "  ", inner, depth, within)
        if self._random.random() < 0.2:
            self._line(indent, "else:")
            self._operation(indent + "  ", w)

    def _while(self, indent: str, w: str, depth: int, within: str, _: str) -> None:
        name, step, inner, turn, test = (self._fresh(each) for each in ("L", "k", "w", "n", "t"))
        most = self._random.randrange(4)
        self._line(indent, f"{step} = 0")
        self._only_told(indent, f"{turn} = 0")
        opens = f"({test} := Place({w}, {name!r}, {turn} + 1, sure=False)) and"
        if self._random.random() < 0.5:
            self._line(indent, f"while {step} < {most}:", f"while {opens} {step} < {most}:")
        elif self._random.random() < 0.3:
            self._line(indent, "while True:", f"while {opens} True:")
        else:
            self._line(indent, f"while keep(v + a) is not None and {step} < {most}:",
                       f"while {opens} note({test}, v + a) is not None and {step} < {most}:")  # fmt: skip
        self._only_told(indent + "  ", f"{turn} += 1; {inner} = sure({test})")
        if self._random.random() < 0.5:
            self._line(indent + "  ", f"{step} += 1")
            self._line(indent + "  ", f"if {step} > 4: break")
            self._sometimes(indent + "  ", inner, depth, within)
        else:
            self._body(indent + "  ", inner, MOST_DEPTH, 1, within)
            self._line(indent + "  ", f"{step} += 1")
            self._line(indent + "  ", f"if {step} > 4: break")

    def _sometimes(self, indent: str, w: str, depth: int, within: str) -> None:
        """The body of a loop, in which some turns may have no operation."""
        if self._random.random() < 0.4:
            condition = f"pick({self._count}) < {self._random.choice([0.3, 0.7])}"
            if self._random.random() < 0.5:
                self._line(indent, f"if {condition}: continue")
            else:
                self._line(indent, f"if {condition}:")
                self._body(indent + "  ", w, depth + 1, 1, within, "loop")
                self._line(indent, "else:")
                self._operation(indent + "  ", w)
        self._body(indent, w, depth + 1, self._random.randrange(1, 3), within, "loop")

    def _if(self, indent: str, w: str, depth: int, within: str, loop: str) -> None:
        self._line(indent, f"if pick({self._count}) < 0.5:")
        self._body(indent + "  ", w, depth + 1, 1, within, loop)
        self._line(indent, "else:")
        self._body(indent + "  ", w, depth + 1, 1, within, loop)

    def _leave(self, indent: str, w: str, *_: Any) -> None:
        self._line(indent, f"if pick({self._count}) < 0.3: {self._random.choice(['break', 'continue'])}")

    def _try(self, indent: str, w: str, depth: int, within: str, loop: str) -> None:
        self._line(indent, "try:")
        self._body(indent + "  ", w, depth + 1, 1, within, loop)
        self._line(indent + "  ", f"if pick({self._count}) < 0.5: raise KeyError")
        self._line(indent, "except KeyError:")
        self._body(indent + "  ", w, depth + 1, 1, within, loop)
        if within != "generator" and self._random.random() < 0.5:  # it would run when the generator is dropped
            self._line(indent, "finally:")
            self._body(indent + "  ", w, depth + 1, 1, within)

    def _class(self, indent: str, w: str, depth: int, within: str, _: str) -> None:
        name, loop, inner, turn = self._fresh("C"), self._fresh("Lc"), self._fresh("w"), self._fresh("n")
        self._line(indent, f"class {name}:")
        self._only_told(indent + "  ", f"{turn} = 0")
        self._line(indent + "  ", "for i in range(2):", f"for i in stepping({w}, range(2)):")
        self._only_told(indent + "  ", f"  {turn} += 1; {inner} = Place({w}, {loop!r}, {turn})")
        self._line(indent + "    ", "u = keep(a + i)", f"u = note({inner}, a + i)")

    def _nested(self, indent: str, head: str) -> str:
        """A function of the told program that goes through two loops as a comprehension does."""
        name, one, other = self._fresh("h"), self._fresh("Lc"), self._fresh("Lc")
        for line in (
            f"def {name}(w, v):",
            "  n = 0",
            "  for x in stepping(w, range(3)):",
            f"    n += 1; w1 = Place(w, {one!r}, n)",
            "    if note(w1, v + x) is None or x == 1: continue",
            "    m = 0",
            "    for y in stepping(w1, range(x)):",
            f"      m += 1; w2 = Place(w1, {other!r}, m)",
            f"      {head}note(w2, v + y)",
        ):
            self._only_told(indent, line)
        return name

    TWO = "keep(v + y) for x in range(3) if keep(v + x) is not None and x != 1 for y in range(x)"

    def _comprehension(self, indent: str, w: str, *_: Any) -> None:
        name = self._nested(indent, "")
        self._line(indent, f"[{self.TWO}]", f"{name}({w}, v)")

    def _expression(self, indent: str, w: str, *_: Any) -> None:
        name = self._nested(indent, "yield ")
        self._line(indent, f"list({self.TWO})", f"at({w}, list)(Stepped({name}, '', v))")

    def _inline(self, indent: str, w: str, *_: Any) -> None:
        """A comprehension over the items of another."""
        one, other, name = self._fresh("Lc"), self._fresh("Lc"), self._fresh("h")
        for line in (
            f"def {name}(w, v):",
            "  n = 0; found = []",
            "  for x in stepping(w, range(3)):",
            f"    n += 1; found.append(note(Place(w, {one!r}, n), v + x))",
            "  n = 0",
            "  for y in stepping(w, found):",
            f"    n += 1; note(Place(w, {other!r}, n), y + 1.0)",
        ):
            self._only_told(indent, line)
        self._line(indent, "{keep(y + 1.0) is None for y in [keep(v + x) for x in range(3)]}", f"{name}({w}, v)")


def picks(seed: int) -> Any:
    """Numbers from 0 to 1 that depend on how many were asked for at that line."""
    asked: dict[int, int] = {}

    def pick(line: int) -> float:
        asked[line] = asked.get(line, 0) + 1
        return Random(seed * 1_000_003 + line * 1009 + asked[line]).random()

    return pick


def random_run(seed: int, most: int) -> Run | None:
    """A run of a random program; None where it raises, or makes more operations than `most`."""
    kept: list[Any] = []

    def keep(value: Any) -> Any:
        assert len(kept) < most
        kept.append(value)
        return value

    names = {"keep": keep, "kept": kept, "pick": picks(seed), "total": total}
    run = run_cell(Program(seed).plain, names, output="out")
    return run if run.error is None and run.graph is not None else None
