"""The sentences about what a cell raises."""

from __future__ import annotations

from .row import Row

ERRORS = [
    Row(
        "math.gamma(a) (line 4) works with plain numbers only: write math.gamma(a.data), which has no "
        "gradient, or a formula with",
        "a = 2.5\nn = 3\nimport math\ny = math.gamma(a)\nz = a * n",
    ),
    Row(
        "a.hex() (line 3) works with plain numbers only: write a.data.hex(), which has no gradient.",
        "a = 2.5\nn = 3\ny = a.hex()\nz = a * n",
    ),
    Row(
        "math.gamma(*[a]) (line 4) works with plain numbers only: give it v.data, which has no gradient, "
        "in place of each Value v, or",
        "a = 2.5\nn = 3\nimport math\ny = math.gamma(*[a])\nz = a * n",
    ),
    Row(
        "z[0] = a (line 4) would put Values into an array of plain numbers: make it an array of objects first, with",
        "import numpy as np\na = 2.0\nz = np.zeros(3)\nz[0] = a",
    ),
    Row(
        "v *= a (line 4) would put Values into an array of plain numbers: write v = v * a.",
        "import numpy as np\na = 2.0\nv = np.ones(3)\nv *= a",
    ),
    Row(
        "works with plain numbers only: give it v.data, which has no gradient.",
        "a = 2.0\nexec('float(a)')",
    ),
    Row(
        "C.__bool__ (line 5) has to return a plain bool: write return bool(a > 0).",
        "a = 2.5\nn = 3\nclass C:\n    def __bool__(self):\n        return a > 0\nc = C()\ny = not c\nz = a * n",
    ),
    Row(
        "__bool__, asked in line 7, has to return a plain bool: write return bool(…) in it.",
        "a = 2.5\nn = 3\nclass C:\n    def __bool__(self):\n        return a > 0\nc = [C()]\ny = any(c)\nz = a * n",
    ),
    Row(
        "a is 2.5, but an index or a count must be a whole number: int(…) makes it one (line 3).",
        "a = 2.5\nn = 3\ny = range(a)\nz = a * n",
    ),
    Row(
        "a is 2.5, but ^ takes whole numbers; ^ is not a power: write ** (line 3).",
        "a = 2.5\nn = 3\ny = a ^ 2\nz = a * n",
    ),
    Row(
        "; & joins conditions, as in (x > 0) & (y > 0) (line 3).",
        "a = 2.5\nn = 3\ny = a & n\nz = a * n",
    ),
    Row(
        "; | joins conditions, as in (x > 0) | (y > 0) (line 3).",
        "a = 2.5\nn = 3\ny = a | n\nz = a * n",
    ),
    Row(
        "; ~ is the opposite of a condition, as in ~(x > 0) (line 3).",
        "from microgradext import Value\na = Value(2.5)\ny = ~a\nz = a * 3",
    ),
    Row(
        "exp takes a Value, a real number or a sequence of them, not str (line 3).",
        "a = 2.5\nn = 3\ny = exp('x')\nz = a * n",
    ),
    Row(
        "logsumexp takes Values and real numbers, not str (line 3).",
        "a = 2.5\nn = 3\ny = logsumexp(['x'])\nz = a * n",
    ),
    Row(
        "hypot takes 2 operands, not 1 (line 3).",
        "a = 2.5\nn = 3\ny = hypot(a)\nz = a * n",
    ),
    Row(
        "hypot takes Values and real numbers, not str (line 3).",
        "a = 2.5\nn = 3\ny = hypot(a, 'x')\nz = a * n",
    ),
    Row(
        "mean needs at least one number (line 3).",
        "a = 2.5\nn = 3\ny = mean([])\nz = a * n",
    ),
    Row(
        "dot takes two sequences of the same length, not 1 and 2 (line 3).",
        "a = 2.5\nn = 3\ny = dot([a], [1, 2])\nz = a * n",
    ),
    Row(
        "logsumexp needs at least one number (line 3).",
        "a = 2.5\nn = 3\ny = logsumexp([])\nz = a * n",
    ),
    Row(
        "Value(q) (line 4) works with plain numbers only: write Value(q.data)",
        "a = 2.5\nn = 3\nq = a * 2\ny = Value(q)\nz = a * n",
    ),
    Row(
        "a Value holds one real number, not 'x' (line 3).",
        "a = 2.5\nn = 3\ny = Value('x')\nz = a * n",
    ),
    Row(
        "sq is written by hand, and its _backward was not copied with it: set it again (line 6).",
        "a = 2.5\nn = 3\nimport copy\nv = Value(1.0, (Value(2.0),), 'sq')\nv._backward = lambda: None\n"
        "y = copy.deepcopy(v)._backward()\nz = a * n",
    ),
    Row(
        "f has no argument b",
        "a = 2.5\nn = 3\ndef f(a): return a\ny = run_function(f, b=1.0)\nz = a * n",
        place=False,
    ),
    Row(
        "f needs a number for a: grad(…, a=1.0).",
        "a = 2.5\nn = 3\ndef f(a): return a\ny = run_function(f)\nz = a * n",
        place=False,
    ),
    Row(
        "The arguments of min are not known: wrap it, as in lambda x: …",
        "a = 2.5\nn = 3\nimport builtins\ny = run_function(builtins.min, x=1.0)\nz = a * n",
    ),
]
