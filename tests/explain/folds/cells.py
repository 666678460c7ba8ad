"""Cells that are folded, a way to run them, and what may be open in them."""

from __future__ import annotations

from random import Random
from typing import Any

from microgradext.cell.run import Run, run_cell
from microgradext.explain.folds.crowds import KINDS as CROWDS
from microgradext.explain.folds.parts import State
from microgradext.explain.folds.regions import Regions

BLACK_SCHOLES = """
S0, K, T, r, sigma = 100.0, 105.0, 1.0, 0.05, 0.2
def N(x): return 0.5*(1 + erf(x/sqrt(2)))
d1 = (log(S0/K) + (r + sigma**2/2)*T)/(sigma*sqrt(T))
d2 = d1 - sigma*sqrt(T)
price = S0*N(d1) - K*exp(-r*T)*N(d2)
"""

SIR = """
beta, gamma_ = 0.3, 0.1
S, I, R = 0.99, 0.01, 0.0
for day in range(30):
    new = beta*S*I
    rec = gamma_*I
    S = S - new
    I = I + new - rec
    R = R + rec
S
"""

LOGISTIC = """
w, b = 1.2, -0.4
loss = 0
for x, y in [(-2, 0), (-1, 0), (0.3, 1), (0.8, 0), (2.5, 1)]:
    p = 1/(1 + exp(-(w*x + b)))
    loss = loss - (y*log(p) + (1 - y)*log(1 - p))
loss
"""

MLP = """
import random
from microgradext import nn
random.seed(3)
model = nn.MLP(2, [4, 4, 1])
losses = []
for x, y in zip([(0.1*i, 1 - 0.2*i) for i in range(8)], [1, -1]*4):
    score = model(x)
    losses.append((1 - y*score).relu())
loss = sum(losses)/8 + 1e-4*sum(p*p for p in model.parameters())
"""

NESTED = """
a, b = 0.5, 1.5
total = 0.0
for i in range(7):
    z = a
    for j in range(6):
        z = tanh(z*b + a*i)
        a2 = z*z
    total = total + a2*z
total
"""

NEWTON = """
M, e = 0.5, 0.9
E = M
while abs(E - e*sin(E) - M) > 1e-10:
    E = E - (E - e*sin(E) - M)/(1 - e*cos(E))
E
"""


def wide_layer(width: int) -> str:
    """A layer of so many neurons and one that adds them up."""
    return (
        f"import random\nfrom microgradext import nn\nrandom.seed(3)\nmodel = nn.MLP(2, [{width}, 1])\n"
        "y = model([0.3, -0.2])\nloss = (y - 1)**2"
    )


BAD = """
a, b = 0.9, 0.25
x = a
for day in range(12):
    y = sin(x)*b
    x = log(x - b) + y
x
"""

CELLS = {
    "Black-Scholes": BLACK_SCHOLES,
    "SIR": SIR,
    "logistic": LOGISTIC,
    "MLP": MLP,
    "nested": NESTED,
    "wide": wide_layer(20),
    "Newton": NEWTON,
}


def random_state(regions: Regions, draw: Random) -> State:
    """Some regions open, and some turns chosen."""
    likely = draw.random()
    opened = frozenset(each for each in range(1, len(regions)) if draw.random() < likely)
    turns = [each for each in range(len(regions)) if regions.kind(each) == "turn" and draw.random() < 0.2]
    rest = [each for each in range(len(regions)) if regions.kinds[each] in CROWDS and draw.random() < 0.3]
    return State(opened, {regions.parents[turn]: turn for turn in turns}, frozenset(rest))


def ran(source: str) -> Run:
    """A cell that has run, with the mathematics that it uses."""
    import microgradext

    names: dict[str, Any] = {name: getattr(microgradext, name) for name in ("erf", "exp", "log", "sqrt", "tanh")}
    return run_cell(source.strip(), names)


def long_cell(draw: Random) -> str:
    """Many statements, some of them in paragraphs, in functions or in loops, and some long expressions."""
    lines, names, count = ["a, b = 0.5, 1.5"], ["a", "b"], draw.randint(20, 90)
    if draw.random() < 0.5:
        lines.append("def f(x):")
        for i in range(draw.randint(1, 40)):
            lines.append(f"    v{i} = {f'v{i - 1}' if i else 'x'}*0.5 + {draw.choice('abx')}")
        lines.append(f"    return {lines[-1].split()[0]}")
    for i in range(count):
        lines += draw.choice([[], [], [], [], [""], ["# a part"], ["", "# another", "n = 3"]])
        one, other = (draw.choice(names[-draw.choice([2, 2, 20]) :]) for _ in range(2))
        kinds = [f"x{i} = 0.5*{one} + {other}"] * 6 + [f"x{i} = " + "tanh(" * 30 + f"{one}*{other}" + ")" * 30]
        kinds.append(
            f"x{i} = {one}\nfor j in range({draw.randint(2, 9)}):\n    x{i} = tanh(x{i}*{other})\n    y = x{i}*x{i}"
        )
        if "def f(x):" in lines:
            kinds += [f"x{i} = f({one})", f"x{i} = f(f(f({one})*{other}))"]
        lines.append(draw.choice(kinds))
        names.append(f"x{i}")
    return "\n".join([*lines, "z = " + " + ".join(draw.sample(names, min(len(names), 9)))])
