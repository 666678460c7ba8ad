"""Random programs over the rows of the table, for hypothesis."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.ops import TABLE
from microgradext.engine.value import Value
from tests.engine.cases import EDGES, ROWS
from tests.engine.tape.evaluators import applied

LONGEST = 200

# These give the same bits on every machine and in every language.
EXACT = (
    "add sub mul div neg square cube reciprocal mod floordiv sign abs min max clip where lt le gt ge eq ne"
    " logical_and logical_or logical_not floor ceil sqrt relu leaky_relu sum"
).split()


@dataclass(frozen=True)
class Program:
    """Numbers to start from, then rows applied to what is there; an operand counts back from the newest."""

    inputs: tuple[float, ...]
    steps: tuple[tuple[str, int, int, int], ...]

    def on_values(self) -> tuple[list[Value], list[Value]]:
        """Run it: the inputs, and everything in order."""
        inputs = [Value(number) for number in self.inputs]
        made = list(inputs)
        for name, *back in self.steps:
            operands = [made[-1 - place % len(made)] for place in back]
            made.append(applied(name, operands[: TABLE[name].arity] if TABLE[name].arity > 0 else operands))
        return inputs, made

    def graph(self) -> Graph:
        """What the last result was computed from, and everything else that was computed."""
        inputs, made = self.on_values()
        return graph_of(made[-1], inputs=inputs, also=made)[0]


places = st.integers(0, 30)
numbers = st.floats(-3, 3) | st.sampled_from(EDGES) | st.integers(-3, 3).map(float)


def programs(rows: Sequence[str] = ROWS) -> st.SearchStrategy[Program]:
    """Up to 200 operations on up to 5 inputs."""
    # Left to itself, hypothesis would draw about six of up to 200.
    step = st.tuples(st.sampled_from(rows), places, places, places)
    steps = st.integers(1, LONGEST).flatmap(lambda n: st.lists(step, min_size=n, max_size=n))
    return st.builds(Program, st.lists(numbers, min_size=1, max_size=5).map(tuple), steps.map(tuple))
