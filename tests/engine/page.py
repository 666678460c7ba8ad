"""The page's evaluator, run in node: the generated TypeScript over operations, and the page's tape over a graph."""

import json
import math
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from microgradext.engine.graph import Graph
from microgradext.engine.ops import TABLE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Operations:
    """Operations that do not depend on one another: each takes the next `arity` of the `operands`."""

    codes: Sequence[int] | NDArray[np.int64]
    arity: Sequence[int] | NDArray[np.int64]
    operands: Numbers
    upstream: Numbers
    results: Numbers  # the results at which the derivatives are taken


class Page:
    """The bundles of `js/mathematics/generated/ops.ts` and `js/tape/tape.ts`, running in node while entered."""

    def __init__(self, folder: Path) -> None:
        self.operations = _bundled(ROOT / "js" / "mathematics" / "generated" / "ops.ts", folder)
        self._tape = subprocess.Popen(
            _node("tape.mjs", _bundled(ROOT / "js" / "tape" / "tape.ts", folder)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tape.communicate()  # the end of its input ends it

    def run(self, operations: Operations) -> tuple[Numbers, Numbers]:
        """The results, and what flows back to each operand."""
        arguments = _node("page.mjs", self.operations)
        done = subprocess.run(arguments, input=_packed(operations), stdout=subprocess.PIPE, check=True)
        numbers = np.frombuffer(done.stdout, dtype="<f8")
        return numbers[: len(operations.codes)], numbers[len(operations.codes) :]

    def replay(self, graph: Graph) -> tuple[Numbers, Numbers, Numbers]:
        """Every value, gradient and contribution of the page's tape where the graph stands."""
        questions, answers = self._tape.stdin, self._tape.stdout
        assert questions
        assert answers
        questions.write(json.dumps(_described(graph)).encode() + b"\n")
        questions.flush()
        values, gradients, contributions = json.loads(answers.readline())
        return _floats(values), _floats(gradients), _floats(contributions)


def _bundled(source: Path, folder: Path) -> str:
    bundle = folder / f"{source.stem}.mjs"
    arguments = [str(ESBUILD), "--bundle", "--format=esm", "--log-level=error", f"--outfile={bundle}", str(source)]
    subprocess.run(arguments, check=True)
    return bundle.as_uri()


def _node(script: str, bundle: str) -> list[str]:
    node = shutil.which("node")
    assert node, "these tests need Node.js"
    return [node, str(HERE / script), bundle]


def _packed(operations: Operations) -> bytes:
    count, total = len(operations.codes), len(operations.operands)
    start = np.concatenate([[0], np.cumsum(operations.arity)])
    integers = np.concatenate([[count, total], operations.codes, start]).astype("<i4").tobytes()
    floats = np.concatenate([operations.operands, operations.upstream, operations.results]).astype("<f8").tobytes()
    return integers.ljust(-(-len(integers) // 8) * 8, b"\0") + floats


def _described(graph: Graph) -> dict[str, object]:
    return {
        "opcodes": [TABLE[node.row].code if node.row and node.kind == "operation" else -1 for node in graph.nodes],
        "start": [0, *accumulate(len(node.operands) for node in graph.nodes)],
        "operands": [operand for node in graph.nodes for operand in node.operands],
        "data": [_text(node.data) for node in graph.nodes],
        "output": graph.output,
        "inputs": list(graph.inputs),
    }


def _floats(texts: Sequence[str]) -> Numbers:
    return np.array([float(text) for text in texts])


def _text(number: float) -> str:
    if math.isfinite(number):
        return repr(number)
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
