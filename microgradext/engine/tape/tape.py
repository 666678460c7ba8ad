"""Tape: a Graph ready to run again at another point, without the user's code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

from ..frame import Frame, checked
from ..graph import Graph, graph_of
from ..guards import PathLeft, flipped, holds
from ..node import LEAF, WRITTEN
from ..value import Value
from .evaluator import SMALL, Evaluator
from .update import Update

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from .batch import Batch
    from .numbering import Numbering

    Floats = NDArray[np.float64]

NEEDS_NUMPY = (
    "a batch needs the package NumPy: install it with `pip install numpy`, or call the tape for one point after another"
)


class Tape:
    """A graph that runs again at any point, one number for each input.

    A graph that a cell or a function made knows which branches its code took, and its tape says so when a point would
    take another one. Values computed elsewhere leave no trace of branches: their tape is the line that was computed.
    Raises ValueError for a graph with an op written by hand, which only the user's code can compute.

    >>> a, b = Value(-2.0, label='a'), Value(3.0, label='b')
    >>> tape = Tape(a * b + b, inputs=[a, b])
    >>> frame = tape([1.0, 4.0])
    >>> frame.values[tape.graph.output], [frame.gradients[node] for node in tape.graph.inputs]
    (8.0, [4.0, 2.0])
    """

    def __init__(self, output: Value | Graph, inputs: Sequence[Value] | None = None) -> None:
        self._values: tuple[Value, ...] = ()
        if isinstance(output, Graph):
            self.graph = output
        else:
            self.graph, self._values = _graph_of(output, inputs)
        codes = self.graph.columns.codes
        if WRITTEN in codes:
            written = self.graph.nodes[codes.index(WRITTEN)]
            raise ValueError(
                f"{written.symbol or 'an operation'} is written by hand, so only running its code again can move it"
            )
        self._evaluate = Evaluator(self.graph)
        self._asked = False

    def __getstate__(self) -> dict[str, Any]:
        """The graph and its Values: what was compiled for it cannot be pickled, and is made again."""
        return {"graph": self.graph, "_values": self._values}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.graph, self._values = state["graph"], state["_values"]
        self._evaluate, self._asked = Evaluator(self.graph), False

    def __call__(self, point: Sequence[float]) -> Frame:
        """Everything at `point`, a number for each input in order; raises ValueError or TypeError for anything else.

        Raises PathLeft where the code would take another path than the one that the graph records.

        >>> from microgradext import grad
        >>> tape = grad(lambda x: x**3 if x > 1 else -x, x=1.5).tape
        >>> tape([2.0]).values[tape.graph.output]
        8.0
        >>> tape([0.5])  # doctest: +IGNORE_EXCEPTION_DETAIL
        Traceback (most recent call last):
        microgradext.engine.guards.PathLeft: x > 1 was True when the graph was made and is False here, …
        """
        frame = self._evaluate.at(point)
        if self.graph.guards:
            guard = flipped(self.graph, frame.values)
            if guard is not None:
                raise PathLeft(guard, frame)
        return frame

    def along(self, point: Sequence[float]) -> Frame:
        """Everything at `point` along the path that the graph records, even where the code would take another."""
        return self._evaluate.at(point)

    def gradient(self, point: Sequence[float]) -> tuple[float, list[float]]:
        """The output at `point` and its gradient with respect to the inputs, in their order.

        The same numbers as in the Frame of a call, sooner: nothing else is kept. (A large graph may add up its sums in
        another order.) Raises what a call raises.

        >>> a, b = Value(-2.0), Value(3.0)
        >>> Tape(a * b + b, inputs=[a, b]).gradient([1.0, 4.0])
        (8.0, [4.0, 2.0])
        """
        # Writing the function takes longer than a few frames, so it waits for the second point. From then on it stands
        # in for this method, and nothing is between it and the caller.
        if self._asked and self._small:
            from .direct import direct

            self.__dict__["gradient"] = compiled = direct(self.graph, self._numbering, self._frame_gradient)
            return compiled(point)
        self._asked = True
        out, gradient, seen = self._evaluate.gradient(checked(self.graph, point))
        if all(holds(guard.kind, guard.expected, x) for guard, x in zip(self.graph.guards, seen, strict=True)):
            return out, gradient
        return self._frame_gradient(point)

    def _frame_gradient(self, point: Sequence[float]) -> tuple[float, list[float]]:
        frame = self(point)
        return frame.values[self.graph.output], [frame.gradients[node] for node in self.graph.inputs]

    @overload
    def batch(
        self, points: ArrayLike, off_path: Literal["raise"] = "raise", *, threads: int = 1
    ) -> tuple[Floats, Floats]: ...

    @overload
    def batch(
        self, points: ArrayLike, off_path: Literal["mark"], *, threads: int = 1
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]: ...

    def batch(self, points: ArrayLike, off_path: str = "raise", *, threads: int = 1) -> tuple[NDArray[Any], ...]:
        """The output at many points, and its gradient: `points` is (n, inputs), the results (n,) and (n, inputs).

        Where the code would take another path, 'raise' raises PathLeft for the first such point; 'mark' gives a third
        array (n,) that is True there. With `threads`, as many threads share the points. Raises ImportError without
        NumPy.
        """
        try:
            import numpy as np
        except ImportError:
            raise ImportError(NEEDS_NUMPY) from None

        from .paths import left

        if off_path not in ("raise", "mark"):
            raise ValueError(f"off_path must be 'raise' or 'mark', not {off_path!r}")
        if type(threads) is not int or threads < 1:
            raise ValueError(f"threads must be a whole number, at least 1, not {threads!r}")
        at = np.asarray(points, dtype=np.float64)
        if at.ndim != 2 or at.shape[1] != len(self.graph.inputs):
            raise ValueError(
                f"a batch is an array of shape (points, {len(self.graph.inputs)}), a column for each input,"
                f" not of shape {at.shape}"
            )
        found = self._batch.evaluate(at, threads)
        values, gradients = found.values[:, 0], found.gradients
        off = left(self.graph.guards, found.seen)
        if off_path == "mark":
            return values, gradients, off
        for index in np.flatnonzero(off):  # an array's last bit may differ, so the number itself has the last word
            self(at[index].tolist())
        return values, gradients

    @cached_property
    def _batch(self) -> Batch:
        from .batch import Batch

        return Batch(self._numbering)

    @cached_property
    def _small(self) -> bool:
        return sum(code >= 0 for code in self.graph.columns.codes) <= SMALL

    @cached_property
    def _numbering(self) -> Numbering:
        from .numbering import numbered

        return numbered(self.graph)

    def update(self, write: Literal["leaves", "all"] = "leaves") -> float:
        """Recompute from the current `data` of the leaves, assign `data` and `grad` to the Values, return the output.

        'leaves' assigns to the output and the inputs, which is faster and all that training needs; the Values between
        keep their numbers. 'all' assigns to every Value, so that a later `backward()` of any of them is right.
        Raises ValueError for a tape of a Graph, which has no Values.

        >>> a = Value(3.0)
        >>> square = a * a
        >>> tape = Tape(square)
        >>> a.data = 4.0
        >>> tape.update(), square.data, a.grad
        (16.0, 16.0, 8.0)
        """
        if write not in ("leaves", "all"):
            raise ValueError(f"update writes to 'leaves' or to 'all', not to {write!r}")
        if not self._values:
            raise ValueError(
                "this tape was made of a graph, which has no Values to update: make one of the output Value"
            )
        return self._training.all() if write == "all" else self._training.leaves()

    @cached_property
    def _training(self) -> Update:
        return Update(self.graph, self._values, self._evaluate)

    def explain(self) -> str:
        """How `update` computes, in words: of a large graph, the matrices that were found in it.

        >>> from microgradext.nn import MLP
        >>> model = MLP(2, [16, 16, 1])
        >>> scores = [model([0.1 * k, 1.0]) for k in range(10)]
        >>> print(Tape(sum(score**2 for score in scores), model.parameters()).explain())
        layer: 10 × 16 = (10 × 2)·(2 × 16) + 16
        relu of 160 numbers
        layer: 10 × 16 = (10 × 16)·(16 × 16) + 16
        relu of 160 numbers
        layer: 1 × 10 = (1 × 16)·(16 × 10) + 1
        1 sum of 10 products and 1 number
        3,710 operations as 3 matrix products and 3 elementwise groups
        >>> print(Tape(scores[0]).explain())
        compiled to one function
        """
        return (self._training.evaluate if self._values else self._evaluate).explain()

    def point(self) -> list[float]:
        """The numbers of the inputs when the graph was made."""
        return [self.graph.columns.data[node] for node in self.graph.inputs]


def _graph_of(output: Value, inputs: Sequence[Value] | None) -> tuple[Graph, tuple[Value, ...]]:
    if inputs is not None:
        return graph_of(output, inputs=inputs)
    graph, values = graph_of(output)
    codes = graph.columns.codes
    return graph_of(output, inputs=[value for value, code in zip(values, codes, strict=True) if code == LEAF])
