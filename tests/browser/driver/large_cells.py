"""Ten cells of the kind that is too large for a screen until it is folded, each with what must run before it."""

from typing import NamedTuple

from tests.explain.folds.cells import BLACK_SCHOLES, SIR


class LargeCell(NamedTuple):
    before: str  # the cell above it
    text: str

    @property
    def cells(self) -> list[str]:
        """A notebook that ends with this cell."""
        return [f"%load_ext microgradext\n{self.before.strip()}", f"%%grad\n{self.text.strip()}"]


MATHEMATICS = "from math import cos, erf, exp, log, pi, sin, sqrt, tanh"
NETWORK = f"""
{MATHEMATICS}
import random
from microgradext import nn
random.seed(1337)
model = nn.MLP(2, [16, 16, 1])
points, labels = [], []
for i in range(100):
    angle, side = pi*random.random(), random.choice([1, -1])
    points.append((cos(angle), sin(angle)) if side > 0 else (1 - cos(angle), 0.5 - sin(angle)))
    labels.append(side)
"""
LOSS = """
losses = []
for x, y in zip(points, labels):
    score = model(x)
    losses.append((1 - y*score).relu())
loss = sum(losses)/len(points) + 1e-4*sum(p*p for p in model.parameters())
"""
RECURRENT = """
wx, wh, b = 0.5, 0.8, 0.1
h = 0.0
for x in [0.1*i for i in range(20)]:
    h = tanh(wx*x + wh*h + b)
loss = (h - 1)**2
"""
NEWTON = """
a = 2.0
x = a
while abs(x*x - a) > 1e-10:
    x = x - (x*x - a)/(2*x)
x
"""
RUNGE_KUTTA = """
k, c = 1.5, 0.2
x, v, dt = 1.0, 0.0, 0.1
def f(x, v): return v, -k*x - c*v
for step in range(20):
    a1, b1 = f(x, v)
    a2, b2 = f(x + dt/2*a1, v + dt/2*b1)
    a3, b3 = f(x + dt/2*a2, v + dt/2*b2)
    a4, b4 = f(x + dt*a3, v + dt*b3)
    x = x + dt/6*(a1 + 2*a2 + 2*a3 + a4)
    v = v + dt/6*(b1 + 2*b2 + 2*b3 + b4)
energy = k*x*x/2 + v*v/2
"""
SOFTMAX = """
W = [[0.1*(i - j) for j in range(4)] for i in range(3)]
xs = [[1.0, 0.5, -0.2, 0.3], [0.2, -1.0, 0.7, 0.1], [0.9, 0.4, 0.3, -0.6]]
loss = 0
for x, y in zip(xs, [0, 2, 1]):
    z = [sum(w*v for w, v in zip(row, x)) for row in W]
    p = softmax(z)
    loss = loss - log(p[y])
loss
"""
ATTENTION = """
q = [[0.3, -0.1], [0.5, 0.2], [-0.4, 0.6]]
k = [[0.2, 0.4], [-0.3, 0.1], [0.6, -0.5]]
v = [[1.0, 0.0], [0.5, 0.5], [-1.0, 2.0]]
out = []
for i in range(3):
    s = [(q[i][0]*k[j][0] + q[i][1]*k[j][1])/sqrt(2) for j in range(3)]
    a = softmax(s)
    out.append(sum(a[j]*v[j][0] for j in range(3)))
y = sum(o*o for o in out)
"""
BISECTION = """
c = 2.0
lo, hi = 0.0, 2.0
for _ in range(20):
    mid = (lo + hi)/2
    if mid*mid > c:
        hi = mid
    else:
        lo = mid
mid
"""
THIRTY = (
    "\n".join(f"x{i} = {i / 10 - 1:.1f}" for i in range(30))
    + "\ny = "
    + " + ".join(f"x{i}*{'sin' if i % 2 else 'exp'}(x{i * 7 % 30})" for i in range(30))
)

SUMMING = f"{MATHEMATICS}\nfrom microgradext import softmax"
LARGE = {
    "a-network": LargeCell(NETWORK, LOSS),
    "a-recurrent-network": LargeCell(MATHEMATICS, RECURRENT),
    "an-epidemic": LargeCell(MATHEMATICS, SIR),
    "newton": LargeCell(MATHEMATICS, NEWTON),
    "an-option": LargeCell(MATHEMATICS, BLACK_SCHOLES),
    "an-oscillator": LargeCell(MATHEMATICS, RUNGE_KUTTA),
    "softmax-regression": LargeCell(SUMMING, SOFTMAX),
    "attention": LargeCell(SUMMING, ATTENTION),
    "a-bisection": LargeCell(MATHEMATICS, BISECTION),
    "thirty-inputs": LargeCell(MATHEMATICS, THIRTY),
}
