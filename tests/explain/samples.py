"""Graphs to draw, made without running anything, since the picture depends on names and operands alone."""

from random import Random

from microgradext.engine.graph import Graph, Kind, Node

ROWS = {"+": "add", "−": "sub", "×": "mul", "/": "div"}


def graph(*lines: str) -> Graph:
    """A graph from lines: `a = 2` an input, `= 2` a constant, `f = × a b` an op, `_1 = + a b` one without a name.

    A constant is called by its number.

    >>> [node.kind for node in graph("a = 2", "= 3", "f = × a 3").nodes]
    ['input', 'constant', 'operation']
    """
    index: dict[str, int] = {}
    nodes: list[Node] = []
    for line in lines:
        name, words = line.split("=")[0].strip(), line.split("=", 1)[1].split()
        index[name or words[0]] = len(nodes)
        nodes.append(_node(name, words, index))
    inputs = tuple(i for i, node in enumerate(nodes) if node.kind == "input")
    return Graph(tuple(nodes), len(nodes) - 1, inputs)


def _node(name: str, words: list[str], index: dict[str, int]) -> Node:
    label = "" if name.startswith("_") else name
    if len(words) > 1:
        return Node(
            "operation", ROWS.get(words[0], words[0]), words[0], tuple(index[word] for word in words[1:]), 0.0, label
        )
    kind: Kind = "input" if name else "constant"
    return Node(kind, "", "", (), float(words[0]), label)


MAIN = graph("a = -2", "b = 3", "d = × a b", "e = + a b", "f = × d e")
NEURON = graph(
    "x1 = 2", "w1 = -3", "x2 = 0", "w2 = 1", "b = 6.8814",
    "_1 = × x1 w1", "_2 = × x2 w2", "_3 = + _1 _2", "n = + _3 b", "o = tanh n",
)  # fmt: skip
TWICE = graph("a = 3", "t = + a a", "= 0.5", "y = × t 0.5")
SOFTMAX = graph(
    "l0 = 0", "l1 = 3", "l2 = -2", "l3 = 1",
    "_e0 = exp l0", "_e1 = exp l1", "_e2 = exp l2", "_e3 = exp l3",
    "total = Σ _e0 _e1 _e2 _e3", "p3 = / _e3 total", "_log = log p3", "loss = − _log",
)  # fmt: skip
CHAIN = graph("x = 1", "w = 0.5", *[f"h{i} = tanh {f'h{i - 1}' if i else 'x'}" for i in range(37)], "y = × h36 w")
STEPS = graph(
    *[f"w{i} = {i}" for i in range(12)], "h0 = × w0 w1", *[f"h{i} = × h{i - 1} w{i + 1}" for i in range(1, 11)]
)
TERMS = graph(
    *[f"w{i} = {i}" for i in range(12)], *[f"_p{i} = × w{i} w{(i + 5) % 12}" for i in range(12)],
    *[f"_s{i} = + {f'_s{i - 1}' if i > 1 else '_p0'} _p{i}" for i in range(1, 12)], "out = tanh _s11",
)  # fmt: skip
ALONE = graph("x = 1")
UNUSED = graph("a = 1", "c = 2", "= 3", "f = × a 3")


def dag(seed: int, nodes: int, inputs: int = 8) -> Graph:
    """A graph of `nodes` nodes whose operands are mostly recent ones; the last node is the output.

    Its own small generator of numbers makes it the same on every version of Python.
    """
    random = Random(seed).random
    lines = [f"x{i} = {i}" for i in range(inputs)]
    names = [f"x{i}" for i in range(inputs)]
    for i in range(nodes - inputs):
        recent = names[-10:] if random() < 0.8 else names
        pair = [recent[int(random() * len(recent))] for _ in range(2 if random() < 0.75 else 1)]
        names.append(f"v{i}" if random() < 0.6 else f"_{i}")
        lines.append(f"{names[-1]} = {'×+−'[int(random() * 3)] if len(pair) == 2 else 'tanh'} {' '.join(pair)}")
    return graph(*lines)


NAMED = {
    "main": MAIN, "neuron": NEURON, "twice": TWICE, "softmax": SOFTMAX, "chain": CHAIN, "steps": STEPS,
    "terms": TERMS, "alone": ALONE, "unused": UNUSED,
    "dag 20": dag(1, 20, 5), "dag 60": dag(2, 60, 12), "dag 90": dag(3, 90, 10),
}  # fmt: skip
