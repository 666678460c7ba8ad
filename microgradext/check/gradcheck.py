"""gradcheck: is this gradient right, and if not, which line is wrong?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args, overload

from ..interop.libraries import Library
from ..interop.shape import Node, Walk, is_node, is_tensor, is_traceable, number_name, number_of
from ..interop.trace import complete, refused
from .against.compare import Comparison
from .against.targets import NO_TARGET, beside
from .audit import Wanted, audit
from .calls.time_limit import SECONDS
from .function import audit_function
from .report.finding import Finding
from .report.report import Report


@overload
def gradcheck(
    target: Any,
    wrt: Sequence[Any] | Mapping[str, Any] | None = None,
    /,
    *,
    reveal: bool = True,
    seconds: float = SECONDS,
    against: None = None,
    **inputs: float,
) -> Report: ...


@overload
def gradcheck(
    target: Any,
    wrt: Mapping[str, Any] | None = None,
    /,
    *,
    reveal: bool = True,
    seconds: float = SECONDS,
    against: Library,
    **inputs: float,
) -> Comparison: ...


def gradcheck(
    target: Any,
    wrt: Any = None,
    /,
    *,
    reveal: bool = True,
    seconds: float = SECONDS,
    against: Library | None = None,
    **inputs: float,
) -> Report | Comparison:
    """Audit the derivatives of `target`: a Value of ours or of any class of micrograd's shape, or a function.

    Each operation is tried alone, at its own nodes and at other points, against differences of the operation run again;
    then `backward()` is compared with the chain rule. The user's objects are unchanged afterwards. A function is called
    with `inputs`, or with `wrt`: Values or numbers. `reveal=False` hides what is expected. One call of the user's code
    may take `seconds`. With `against` 'torch' or 'jax', every value and every gradient is compared with that library's
    instead, by name; `wrt` then gives names to Values without a label. Raises TypeError for any other target,
    ImportError where the library is not installed.

    >>> from microgradext import Value
    >>> def double(x):
    ...     out = Value(2 * x.data, (x,), "double")
    ...     def backward():
    ...         x.grad += 3 * out.grad
    ...     out._backward = backward
    ...     return out
    >>> report = gradcheck(double(Value(1.5)))
    >>> report.ok, report.wrong[0].method, report.wrong[0].hint
    (False, 'double', 'off by the factor 2/3: the derivative of double is 2')
    """
    if against is not None:
        if against not in get_args(Library):
            raise ValueError(f"against must be one of {', '.join(get_args(Library))}, not {against!r}")
        named = wrt if isinstance(wrt, Mapping) else {}
        return beside(target, against, inputs or {name: x for name, x in named.items() if not is_node(x)}, named)
    if is_traceable(target):
        walked = complete(target, NO_TARGET)
        for node in {(type(node), number_name(node)): node for node in walked.nodes}.values():
            _demand_settable(node)
        if inputs:
            raise TypeError(
                f"{next(iter(inputs))}=… is for a function; a Value has its inputs already: name them in wrt"
            )
        report = audit(walked, Wanted(_names(wrt), wrt is not None, reveal, seconds))
        return replace(report, findings=(*report.findings, *_absent(walked, wrt, report.target)))
    if callable(target) and not isinstance(target, type):
        return audit_function(target, wrt, inputs, Wanted({}, wrt is not None, reveal, seconds))
    raise TypeError(_not_a_target(target))


def _names(wrt: Sequence[Any] | Mapping[str, Any] | None) -> dict[int, str]:
    if wrt is None:
        return {}
    if is_node(wrt):
        wrt = [wrt]
    pairs = wrt.items() if isinstance(wrt, Mapping) else [("", each) for each in wrt]
    for name, value in pairs:
        if not is_node(value):
            raise TypeError(f"wrt takes the inputs themselves, but {name or value!r} is not a Value with a gradient")
    return {id(value): name for name, value in pairs}


def _absent(walked: Walk, wrt: Sequence[Any] | Mapping[str, Any] | None, title: str) -> Iterator[Finding]:
    """A line for each input that is named and is not among what the target was made from."""
    known = {id(node) for node in walked.nodes} if isinstance(wrt, Mapping) else set()
    for name, value in wrt.items() if isinstance(wrt, Mapping) else ():
        if id(value) not in known:
            reason = f"it takes no part in what {title} was made from, so nothing reaches it"
            yield Finding("note", "absent", "", name, reason, point=((name, number_of(value)),))


def _demand_settable(node: Node) -> None:
    for name in (number_name(node), "grad"):
        held = getattr(type(node), name, None)
        if isinstance(held, property) and held.fset is None:
            kind = type(node).__name__
            raise TypeError(
                f"gradcheck tries an operation at other numbers, but the {name} of {kind} cannot be set: "
                f"give its property a setter, `@{name}.setter`"
            )


def _not_a_target(target: object) -> str:
    if is_tensor(target):
        return "a tensor has no steps written by hand: give gradcheck a Value, or a function of numbers"
    return refused(target, NO_TARGET)
