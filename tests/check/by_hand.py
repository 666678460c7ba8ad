"""Wrong engines as people write them: one change each to the lecture's engine, with the line to blame."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """What the right engine says, what the wrong one says instead, and a part of the line to blame in it."""

    name: str
    right: str
    wrong: str
    line: str
    method: str


SLIPS = [
    Slip("wrong factor", "(1 - t**2) * out.grad", "2 * (1 - t**2) * out.grad", "2 * (1 - t**2)", "Value.tanh"),
    Slip("wrong sign", "-self.data / other.data**2", "self.data / other.data**2", "self.data / other.data**2", "Value.__truediv__"),
    Slip("missing upstream", "out.data * out.grad", "out.data", "self.grad += out.data", "Value.exp"),
    Slip("set for add", "self.grad += out.data * out.grad", "self.grad = out.data * out.grad", "self.grad = out.data", "Value.exp"),
    Slip("operand for result", "(1 - t**2) * out.grad", "(1 - self.data**2) * out.grad", "1 - self.data**2", "Value.tanh"),
    Slip("result for operand", "1 / x * out.grad", "1 / out.data * out.grad", "1 / out.data", "Value.log"),
    Slip("wrong operand", "self.grad += other.data * out.grad", "self.grad += self.data * out.grad", "self.grad += self.data", "Value.__mul__"),
    Slip("power rule off by one", "self.data ** (other - 1)", "self.data**other", "other * self.data**other", "Value.__pow__"),
    Slip("power rule without its factor", "other * self.data ** (other - 1)", "self.data ** (other - 1)", "self.grad += self.data **", "Value.__pow__"),
    Slip("quotient rule without a square", "other.data**2 * out.grad", "other.data * out.grad", "-self.data / other.data *", "Value.__truediv__"),
    Slip("relu by the wrong side", "(out.data > 0) * out.grad", "(out.data <= 0) * out.grad", "out.data <= 0", "Value.relu"),
    Slip("relu lets all through", "(out.data > 0) * out.grad", "out.grad", "", "Value.relu"),
    Slip("copied line", "1 / x * out.grad", "math.log(x) * out.grad", "math.log(x) * out.grad", "Value.log"),
    Slip("derivative of log2", "1 / x * out.grad", "1 / (x * math.log(2)) * out.grad", "math.log(2)", "Value.log"),
    Slip("early append", "                for child in v._prev:\n                    build_topo(child)\n                topo.append(v)\n", "                topo.append(v)\n                for child in v._prev:\n                    build_topo(child)\n", "topo.append(v)", "Value.backward"),
    Slip("no visited set", "if v not in visited:", "if True:", "def build_topo", "Value.backward"),
    Slip("not reversed", "in reversed(topo):", "in topo:", "for node in topo", "Value.backward"),
    Slip("output's gradient not set", "        self.grad = 1.0\n", "", "def backward", "Value.backward"),
    Slip("first operand only", "for child in v._prev:", "for child in list(v._prev)[:1]:", "[:1]", "Value.backward"),
    Slip("an operand is not kept", "(self, other), \"*\")", "(self,), \"*\")", "(self,), \"*\"", "Value.__mul__"),
    Slip("operands from a set", "            self.grad += out.grad\n            other.grad += out.grad\n\n        out._backward = _backward\n        return out\n\n    def __mul__", "            for child in out._prev:\n                child.grad += out.grad\n\n        out._backward = _backward\n        return out\n\n    def __mul__", "child.grad += out.grad", "Value.__add__"),
    Slip("stale variable", "        x = self.data\n        out = Value(math.log(x)", "        global x\n        x = self.data\n        out = Value(math.log(x)", "1 / x * out.grad", "Value.log"),
    Slip("a list kept between calls", "        visited = set()\n\n        def build_topo(v):", "\n        def build_topo(v, visited=VISITED):", "", "Value.backward"),
    Slip("raises", "out.data * out.grad", "out.dat * out.grad", "out.dat ", "Value.exp"),
    Slip("changes the operand of an operand", "self.grad += out.data * out.grad", "self.grad += out.data * out.grad\n            for p in self._prev:\n                p.grad += 1", "p.grad += 1", "Value.exp"),
    Slip("result's gradient", "other.grad += self.data * out.grad", "out.grad += self.data * out.grad", "out.grad += self.data", "Value.__mul__"),
]  # fmt: skip
