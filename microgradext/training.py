"""Training: the loop that every micrograd user writes, traced once and replayed while the loss takes the same path."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .engine.tape.trace import Replay, Trace
from .engine.value import Value
from .optim import SGD, Optimiser, Schedule

LONGEST_WAIT = 32
"""At most how many steps pass before a loss whose path keeps changing is tried again."""


class Step:
    """A step of training, before the parameters move: the loss, and its gradient in the parameters' `grad`."""

    def __init__(self, index: int, loss: float, run: LossRun) -> None:
        self.index = index
        self.loss = loss
        self._run = run
        self._numbers = [each._data for each in run.parameters]
        self._batch = run.batch
        self._result: Any = None if run.fresh is None else run.fresh.result

    @property
    def parameters(self) -> list[Value]:
        """The Values that are trained."""
        return self._run.parameters

    @property
    def aux(self) -> Any:
        """What the loss function returns besides the loss, at this step's parameters; None if it returns nothing else.

        After a replay, reading it runs the function, so read it only when you need it.
        """
        if self._result is None:
            self._result = self._run.again(self._numbers, self._batch)
        if not isinstance(self._result, tuple):
            return None
        return self._result[1] if len(self._result) == 2 else self._result[1:]

    def __repr__(self) -> str:
        return f"Step(index={self.index}, loss={self.loss!r})"


def train(
    loss_fn: Callable[..., Any],
    model: Any,
    steps: int = 100,
    *,
    optimiser: Optimiser | None = None,
    schedule: Schedule | None = None,
    data: Iterable[Any] | None = None,
    progress: bool = True,
) -> Iterator[Step]:
    """Train `model` (with `parameters()`, or a list of Values): yield each step, then move the parameters.

    `loss_fn()` returns the loss, or a tuple that begins with it. The default optimiser is gradient descent with a
    learning rate of 0.1; a `schedule` gives the rate by the step's number. The function runs at the first step; later
    steps replay what it did, as long as `if` and the like would see the same. At steps 2, 4, 8, 16 … it runs again
    and is compared: a loss that computes from numbers it reads out of Values (`.data`) is run at every step from then
    on, and so is one that draws random numbers. Batches come from `data`: each goes to `loss_fn(batch)`, its numbers
    as Values; a sequence starts over when it ends. With tqdm installed and `progress`, a bar shows the loss.
    Raises TypeError and ValueError for what cannot be trained.

    >>> w = Value(1.0)
    >>> for step in train(lambda: (w - 3) ** 2, [w], steps=20, progress=False):
    ...     pass
    >>> step.index, round(step.loss, 4), round(w.data, 2)
    (19, 0.0008, 2.98)
    """
    parameters = list(model.parameters() if hasattr(model, "parameters") else model)
    chosen = optimiser or SGD(parameters, lr=0.1)
    if steps < 0:
        raise ValueError(f"the number of steps must not be negative; it is {steps}")
    run = LossRun(loss_fn, parameters)
    return _steps(run, chosen, schedule, _batches(data, steps), _bar(steps) if progress else None)


def _steps(
    run: LossRun, optimiser: Optimiser, schedule: Schedule | None, batches: Iterator[tuple[Any, ...]], bar: Any
) -> Iterator[Step]:
    for index, batch in enumerate(batches):
        step = Step(index, run.step(index, batch), run)
        yield step
        if schedule is not None:
            optimiser.lr = schedule(index)
        optimiser.step()
        if bar is not None:
            bar.set_postfix(loss=f"{step.loss:.4g}", refresh=False)
            bar.update()
    if bar is not None:
        bar.close()


class LossRun:
    """A loss function that is replayed when it can be."""

    def __init__(self, loss_fn: Callable[..., Any], parameters: list[Value]) -> None:
        self._loss_fn = loss_fn
        self.parameters = parameters
        self.batch: tuple[Any, ...] = ()
        self.fresh: Trace | None = None  # the trace of this step, if it was not a replay
        self._replay: Replay | None = None
        self._always = False  # the function is run at every step
        self._rest = self._pause = 0  # steps to go, and to wait the next time, before it is traced for replay again
        self._arguments = Arguments()

    def step(self, index: int, batch: tuple[Any, ...] = ()) -> float:
        """Compute the loss and assign its gradient to the parameters."""
        self.batch, self.fresh = batch, None
        if not self._arguments.put(batch):
            self._replay = None
        if self._replay is not None and not _compares(index):
            loss = self._replay()
            if loss is not None:
                return loss
            self._flipped(self._replay)
        self.fresh = Trace(self._loss_fn, self._arguments.values, self.parameters)
        self._consider(self.fresh, index)
        return self.fresh.backward()

    def again(self, numbers: Sequence[float], batch: tuple[Any, ...]) -> Any:
        """The function's result with the parameters at `numbers`; they are put back afterwards."""
        before = [each.data for each in self.parameters]
        arguments = Arguments()
        arguments.put(batch)
        try:
            _put(self.parameters, numbers)
            return self._loss_fn(*arguments.values)
        finally:
            _put(self.parameters, before)

    def _flipped(self, replay: Replay) -> None:
        self._pause = 0 if replay.count > 4 else min(2 * self._pause + 1, LONGEST_WAIT)
        self._rest, self._replay = self._pause, None

    def _consider(self, fresh: Trace, index: int) -> None:
        """Keep the replay if `fresh` confirms it; make one if there is none."""
        if self._always:
            return
        if self._replay is not None:
            if not self._replay.still(fresh):
                self._differs(fresh, index, self._replay)
        elif self._rest:
            self._rest -= 1
        else:
            self._replay = fresh.replay()
            self._always = self._replay is None

    def _differs(self, fresh: Trace, index: int, replay: Replay) -> None:
        if replay() is None:  # a guard has flipped, so a different graph is no surprise
            self._replay = fresh.replay()
        else:
            self._escaped(index, replay)

    def _escaped(self, index: int, replay: Replay) -> None:
        self._always, self._replay = True, None
        if replay.count > 1:  # the last one was only to look at the guards
            warnings.warn(
                f"the loss uses numbers that a replay cannot see (read with .data, or changed from outside): it is run"
                f" at every step from step {index} on, and the {replay.count - 1} steps replayed before may be off",
                RuntimeWarning,
                stacklevel=6,
            )


class Arguments:
    """A batch as the loss function gets it: the same lists and tuples, each number a Value."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._leaves: list[Value] = []
        self._shape: Any = ()

    def put(self, batch: tuple[Any, ...]) -> bool:
        """Take the numbers of `batch`; False if its shape is not the last one's, so that there are new Values."""
        numbers: list[float] = []
        shape = _shape(batch, numbers)
        if shape == self._shape:
            _put(self._leaves, numbers)
            return True
        self._leaves = [Value(number) for number in numbers]
        self._shape = shape
        self.values = list(_filled(shape, iter(self._leaves)))
        return False


def _shape(item: Any, numbers: list[float]) -> Any:
    """The lists and tuples of `item`, with None for each number, which is appended to `numbers`."""
    if hasattr(item, "tolist"):
        item = item.tolist()
    if isinstance(item, list | tuple):
        shapes = [_shape(each, numbers) for each in item]
        return shapes if isinstance(item, list) else tuple(shapes)
    if isinstance(item, int | float):
        numbers.append(float(item))
        return None
    raise TypeError(f"a batch is made of lists, tuples, arrays and real numbers, not of {type(item).__name__}")


def _filled(shape: Any, leaves: Iterator[Value]) -> Any:
    return next(leaves) if shape is None else type(shape)([_filled(each, leaves) for each in shape])


def _put(values: Sequence[Value], numbers: Sequence[float]) -> None:
    for value, number in zip(values, numbers, strict=True):
        value.data = number


def _compares(index: int) -> bool:
    """Whether this is step 2, 4, 8, 16 …, counted from 1."""
    return index > 0 and (index + 1) & index == 0


def _batches(data: Iterable[Any] | None, steps: int) -> Iterator[tuple[Any, ...]]:
    if data is None:
        yield from [()] * steps
    elif isinstance(data, Sequence):
        for index in range(steps if data else 0):
            yield (data[index % len(data)],)
    else:
        for _, batch in zip(range(steps), data, strict=False):
            yield (batch,)


def _bar(steps: int) -> Any:
    """tqdm's progress bar; None where tqdm is not installed."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(total=steps)
