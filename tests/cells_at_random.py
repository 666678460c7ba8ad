"""Random cells with random points for their inputs: formulas, branches, loops, functions, accumulators, earlier names.

>>> cell = random_cell(7)
>>> run = run_cell(cell.source(), cell.namespace(), wrt=cell.wrt)
>>> run.error is None and run.graph is not None
True
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import Any

from microgradext import Value
from microgradext.cell.inputs.mathematics import mathematics
from microgradext.cell.run import run_cell as run_cell

EARLIER = """
import random
k = 1.5
calls = 0
hist = []
book = {'n': 1}
grid = [[0.5, 0.25], [2.0]]
u = Value(0.7)
w = u * 2 + 0.1
def helper(t):
    return t * k + 0.5 if t > 0.2 else t - k
def bump(t):
    global calls
    calls = calls + 1
    return t + calls
def cube(v):
    out = Value(v.data ** 3, (v,), 'cube')
    def back():
        v.grad += 3 * v.data ** 2 * out.grad
    out._backward = back
    return out
"""
"""What other cells have left behind."""

TEMPORARIES = ("p", "q", "r")


@dataclass(frozen=True)
class RandomCell:
    """A cell whose numbers can be chosen, and the namespace it runs in."""

    template: str  # with a `{name}` for the number of each input
    numbers: Mapping[str, float]
    wrt: tuple[str, ...]  # names asked for; those that the template has not are earlier names
    seed: int

    def source(self, numbers: Mapping[str, float] | None = None) -> str:
        """The text of the cell with these numbers."""
        return self.template.format(**{name: repr(number) for name, number in (numbers or self.numbers).items()})

    def plainly(self, numbers: Mapping[str, float] | None = None) -> str:
        """The text with a Value for each of these numbers: what it gives without any lifting."""
        template = self.template.replace("Value({", "({")
        return template.format(**{name: f"Value({number!r})" for name, number in (numbers or self.numbers).items()})

    def namespace(self, numbers: Mapping[str, float] | None = None) -> dict[str, Any]:
        """A new namespace in which earlier cells have run, and the same random numbers to come."""
        names: dict[str, Any] = {"Value": Value}
        exec(EARLIER, names)
        names |= {name: Value((numbers or self.numbers)[name], label=name) for name in self.wrt if name in names}
        random.seed(self.seed)
        return names

    def point(self, rng: random.Random, names: Sequence[str], now: Sequence[float]) -> list[float]:
        """Another point: some of the inputs moved, whole ones by whole numbers."""
        moved = rng.sample(range(len(names)), rng.randint(1, min(2, len(names)))) if names else []
        return [_moved(rng, names[i], at) if i in moved else at for i, at in enumerate(now)]


def random_cell(seed: int) -> RandomCell:
    """The cell of this number, always the same; it does not raise with the numbers it has, but may with others."""
    rng = random.Random(seed)
    while True:
        cell = _Writer(rng).cell(seed)
        if _runs(cell):
            return cell


def _runs(cell: RandomCell) -> bool:
    state, names = random.getstate(), cell.namespace()
    try:
        with redirect_stdout(io.StringIO()), mathematics(names):
            exec(cell.plainly(), names)
    except (ValueError, IndexError):
        return False
    finally:
        random.setstate(state)
    return True


def _moved(rng: random.Random, name: str, at: float) -> float:
    if name == "n":
        return float(rng.randint(0, 5))
    return round(rng.choice([rng.uniform(-3, 3), at + rng.uniform(-0.3, 0.3), -at, 0.0]), 3)


@dataclass
class _Writer:
    rng: random.Random
    lines: list[str] = field(default_factory=list)
    numbers: dict[str, float] = field(default_factory=dict)
    scalars: list[str] = field(default_factory=list)  # names that hold a Value or a number
    functions: list[str] = field(default_factory=list)
    loops: int = 0

    def cell(self, seed: int) -> RandomCell:
        self._inputs()
        for _ in range(self.rng.randint(0, 2)):
            self._function()
        for name in TEMPORARIES:
            self._line(0, f"{name} = {self.computed(2)}")
            self.scalars.append(name)
        for _ in range(self.rng.randint(2, 6)):
            self.statement(0)
        self._line(0, f"out = v0 * 0.5 + tanh({' + '.join(self.rng.sample(self.scalars, 3))}) * {self.expression(2)}")
        return RandomCell("\n".join(self.lines), self.numbers, self._wanted(), seed)

    # Inputs

    def _inputs(self) -> None:
        self._input(0, "v0", "v0 = Value({})")
        forms = ["{0} = {1}", "{0}: float = {1}", "({0} := {1})", "{0}, one = {1}, 'text'", "{0} = Value({1})"]
        for count in range(self.rng.randint(1, 3)):
            name = f"a{count}"
            self._input(0, name, self.rng.choice(forms).replace("{0}", name).replace("{1}", "{}"))
        if self.rng.random() < 0.3:
            self._line(0, f"ws = [Value({self._slot('ws0')}), Value({self._slot('ws1')})]")
            self._line(0, "ws0, ws1 = ws")  # their names, before another name can hold one of them
            self.scalars += ["ws[0]", "ws1"]

    def _input(self, depth: int, name: str, form: str) -> None:
        self._line(depth, form.format(self._slot(name)))
        self.scalars.append(name)

    def _slot(self, name: str) -> str:
        self.numbers[name] = round(self.rng.uniform(-2, 2), 2)
        return "{" + name + "}"

    def _wanted(self) -> tuple[str, ...]:
        found = [name for name, chance in (("k", 0.2), ("n", 1.0)) if self.rng.random() < chance]
        wanted = tuple(name for name in found if name == "k" or "n" in self.numbers)
        self.numbers |= {"k": 1.5} if "k" in wanted else {}
        return wanted

    # Expressions

    def expression(self, depth: int) -> str:
        """A formula, with branches in it now and then."""
        if depth <= 0:
            return self._atom()
        form = self.rng.choice(FORMS)
        parts = {
            letter: self.expression(depth - 1 - self.rng.randint(0, 1)) for letter in "xyz" if f"<{letter}>" in form
        }
        for letter, part in parts.items():
            form = form.replace(f"<{letter}>", part)
        return form.replace("<c>", self._number()).replace("<f>", self.rng.choice([*self.functions, "helper", "bump"]))

    def computed(self, depth: int) -> str:
        """A formula that is no constant: a name bound to one would be an input."""
        formula = self.expression(depth)
        return formula if re.search(r"[a-z]", formula) else f"v0 * {formula}"

    def _atom(self) -> str:
        if self.rng.random() < 0.15:
            return self.rng.choice(["k", "w", "random.uniform(-1, 1)", "grid[0][0]", "book['n']", "(len(hist) + 1)"])
        return self.rng.choice(self.scalars) if self.rng.random() < 0.85 else self._number()

    def _number(self) -> str:
        return f"({round(self.rng.uniform(-2, 2), 2)})"

    def condition(self) -> str:
        """Control flow on data."""
        form = self.rng.choice(["<x> > <c>", "<x> < <y>", "<c> <= <x> and <y> > <c>", "not <x> > <c>", "sin(<x>)"])
        form = form.replace("<x>", self.expression(1)).replace("<y>", self.expression(1))
        return form.replace("<c>", self._number())

    # Statements

    def statement(self, depth: int) -> None:
        """One statement, with others in it."""
        write = self.rng.choice(self._statements() if depth < 2 else [self._assign, self._add])
        write(depth)

    def _statements(self) -> list[Any]:
        usual = [self._assign, self._add, self._branch, self._loop, self._while, self._comprehension]
        return [
            *usual,
            *usual,
            self._print,
            self._keep,
            self._store,
            self._escape,
            self._by_hand,
            self._count,
            self._raise,
        ]

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _target(self) -> str:
        return self.rng.choice(TEMPORARIES)

    def _assign(self, depth: int) -> None:
        self._line(depth, f"{self._target()} = {self.computed(3)}")

    def _add(self, depth: int) -> None:
        self._line(depth, f"{self._target()} {self.rng.choice('+-*')}= {self.expression(2)}")

    def _branch(self, depth: int) -> None:
        self._line(depth, f"if {self.condition()}:")
        self._block(depth + 1)
        if self.rng.random() < 0.7:
            self._line(depth, "else:")
            self._block(depth + 1)

    def _block(self, depth: int) -> None:
        known = list(self.scalars)
        if self.rng.random() < 0.6 and not self.loops:
            name = f"b{len(self.numbers)}"
            self._input(depth, name, name + self.rng.choice([" = {}", " = Value({})"]))
        for _ in range(self.rng.randint(1, 2)):
            self.statement(depth)
        self.scalars = known

    def _loop(self, depth: int) -> None:
        over = self.rng.choice(
            ["range(3)", "(0.5, 1.5)", f"[{', '.join(self.rng.sample(self.scalars, 2))}]", "grid[0]"]
        )
        if depth == 0 and "n" not in self.numbers and self.rng.random() < 0.5:
            self._line(0, "n = {n}")
            self.numbers["n"] = 3.0
            over = "range(n)"
        self._line(depth, f"for t{depth} in {over}:")
        known, self.scalars = self.scalars, [*self.scalars, f"t{depth}"]
        self.loops += 1
        for _ in range(self.rng.randint(1, 2)):
            self.statement(depth + 1)
        self.loops -= 1
        self.scalars = known

    def _while(self, depth: int) -> None:
        target = self._target()
        self._line(depth, f"m{depth} = len('')")
        self._line(depth, f"while abs({target}) > {round(self.rng.uniform(0.2, 1), 2)} and m{depth} < 6:")
        self._line(depth + 1, f"{target} = {target} * {round(self.rng.uniform(0.2, 0.9), 2)}")
        self._line(depth + 1, f"m{depth} += 1")

    def _comprehension(self, depth: int) -> None:
        condition = f" if t > {self._number()}" if self.rng.random() < 0.6 else ""
        items = ", ".join(self.rng.sample(self.scalars, 3))
        self._line(depth, f"{self._target()} = sum([t * {self.expression(1)} for t in ({items}){condition}] + [v0])")

    def _print(self, depth: int) -> None:
        self._line(depth, f"print('now', f'{{{{{self._target()}:.6f}}}}', (v0 + {self.expression(1)}).data)")

    def _keep(self, depth: int) -> None:
        self._line(depth, self.rng.choice(["hist", "grid[1]"]) + f".append((v0 * {self.expression(1)}).data)")

    def _store(self, depth: int) -> None:
        self._line(depth, f"book['n'] = book['n'] + {self.expression(1)}")

    def _escape(self, depth: int) -> None:
        self._line(depth, f"{self._target()} = {self.expression(1)} * (v0 + {self.expression(1)}).data")

    def _by_hand(self, depth: int) -> None:
        self._line(depth, f"{self._target()} = cube(sin(v0 + {self.expression(1)}))")

    def _raise(self, depth: int) -> None:
        self._line(depth, f"{self._target()} = {self._atom()} * (0.5, 1.0, -1.5)[int(abs(v0 + {self.expression(1)}))]")
        if self.rng.random() < 0.5:
            self._line(depth, f"if {self.expression(1)} > 2: raise ValueError('too much')")

    def _count(self, depth: int) -> None:
        look = self.rng.choice(
            ["int(<x> * 2)", "round(<x>)", "round(<x>, 1)", "(0.5, 1.5, -1.0)[int(abs(tanh(<x>)) * 2.99)]"]
        )
        self._line(depth, f"{self._target()} = {look.replace('<x>', f'(v0 + {self.expression(1)})')} * {self._atom()}")

    def _function(self) -> None:
        name = f"f{len(self.functions)}"
        known, self.scalars = self.scalars, ["t", "s", *self.rng.sample(self.scalars, 1)]
        self._line(0, f"def {name}(t, s=0.5):")
        self._line(1, f"if {self.condition()}:")
        self._line(2, f"return {self.expression(2)}")
        self._line(1, f"return {self.expression(2)}")
        self.scalars = known
        self.functions.append(name)


FORMS = [
    *["<x> + <y>", "<x> - <y>", "<x> * <y>", "(<x> + <c>) / (<y> ** 2 + 1)"] * 2,
    "sin(<x>)",
    "tanh(<x> * <y>)",
    "sqrt(<x> * <x> + 1)",
    "log(<x> ** 2 + 1)",
    "exp(tanh(<x>))",
    "max(<x>, <y>)",
    "min(<x>, <c>)",
    "abs(<x>)",
    "relu(<x>)",
    "where(<x> > <c>, <y>, <z>)",
    "(<x> if <y> > <c> else <z>)",
    "<f>(<x>)",
    "(lambda t: t * t - <c>)(<x>)",
    "sum(cos(<x>) * i for i in range(3))",
    "sorted([<x>, <y>, v0])[1]",
]
FORMS = [f"({form})" if form[0] == "<" else form for form in FORMS]


def named_numbers(names: Mapping[str, Any], which: Iterable[str]) -> dict[str, Any]:
    """What the namespace holds under these names, Values as their numbers."""
    return {name: plain(names[name]) for name in which if name in names}


def plain(item: Any) -> Any:
    """`item` with numbers for Values."""
    if isinstance(item, Value):
        return item._data
    if isinstance(item, list | tuple):
        return [plain(each) for each in item]
    return {key: plain(each) for key, each in item.items()} if isinstance(item, dict) else item
