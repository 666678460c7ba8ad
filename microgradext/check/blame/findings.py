"""Findings: a fault as a finding, in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...interop.shape import number_name
from ..operation.examine import Fault, Operation, Sample
from ..report.finding import Finding
from .case import seen_at
from .formula import constant_of, form_of, readable, swapped
from .place import place_of_fault
from .unhanded import unhanded

REASONS = {
    "overwrites": "it overwrites the gradient that is already there instead of adding to it",
    "upstream": "it does not use the upstream gradient: it passes on the same number whatever comes in",
    "upstream twice": "it multiplies by the upstream gradient twice",
    "own gradient": "what it passes on depends on gradients that its operands already have",
    "not proportional": "what it passes on is not proportional to the upstream gradient",
    "stranger": "it changes the gradient of a node that is not its operand",
    "lost": "the node does not keep this operand, so a walk along its operands never reaches it",
    "stale": "it uses a variable that has changed since the node was made, so it applies another node's number",
    "too long": "it did not finish in the time it was given, and was stopped",
}

HINTS = {
    "overwrites": "write `+=`: a node that is used twice gets a contribution from each use",
    "upstream": "multiply the local derivative by the gradient of the result",
    "upstream twice": "multiply the local derivative by the gradient of the result once",
    "stale": "keep what the step needs in variables of its own, or read it from the operands",
    "lost": "pass every operand to the node that is made",
}


FLAT = "the result does not depend on it there, as past a clamp or on one side of a branch: nothing should reach it"


def findings_of(operation: Operation) -> list[Finding]:
    """Its faults, with those of one line in one finding; or the reason why it cannot be judged."""
    made: list[Finding] = []
    for fault in operation.faults:
        finding = _finding(operation, fault)
        if _is_consequence(operation, fault, finding, made):
            continue
        same = next((i for i, each in enumerate(made) if _is_same(each, finding)), None)
        if same is None:
            made.append(finding)
        elif finding.operand and finding.operand not in made[same].operand:
            made[same] = replace(
                made[same], operand=f"{made[same].operand} and {finding.operand}".removeprefix(" and ")
            )
    if not made and operation.doubt and (operation.has_step or operation.untold):
        kind = "untold" if operation.untold else "doubt"
        made.append(Finding("cannot tell", kind, operation.op, operation.method, operation.doubt))
    return made


def _is_same(one: Finding, other: Finding) -> bool:
    """Whether two findings are about one thing: what a line does to several operands."""
    both = {one.kind, other.kind} == {"overwrites", "local"}
    return one.place is not None and one.place == other.place and not both


def _is_consequence(operation: Operation, fault: Fault, finding: Finding, made: Sequence[Finding]) -> bool:
    """Whether a number may be wrong only since the operand's gradient is overwritten."""
    names = {each.sample.names[each.position] for each in operation.faults if each.kind == "overwrites"}
    if fault.kind != "local" or fault.sample.names[fault.position] not in names:
        return False
    places = [each.place for each in made if each.kind == "overwrites" and finding.operand in each.operand]
    here = finding.place is not None and any(each and each.line == finding.place.line for each in places)
    if not here or finding.applied == 0:
        return True
    try:
        changes = seen_at(fault.sample, "overwrites").changes
    except Exception:
        return True
    return len([change for change in changes if change.node == fault.position]) > 1


def _finding(operation: Operation, fault: Fault) -> Finding:
    sample, position = fault.sample, fault.position
    vain = unhanded(operation, fault) if fault.kind == "local" else None
    place = place_of_fault(operation, fault) if vain is None else vain.place
    finding = Finding("wrong", fault.kind, operation.op, operation.method, "", place=place, point=_point(sample))
    if position < 0:
        return replace(finding, reason=_about_the_step(fault), hint=HINTS.get(fault.kind, ""))
    applied, slope = sample.trial.applied[position], sample.slopes[position]
    finding = replace(finding, operand=sample.names[position], applied=applied)
    if math.isfinite(slope.value) and not slope.reason:
        finding = replace(finding, expected=slope.value)
    if vain is not None:
        return replace(finding, kind="unhanded", reason=vain.reason, hint=vain.hint)
    if fault.kind == "local":
        return replace(finding, reason=_amount(sample, position), hint=hint(operation, sample, position))
    finding = replace(finding, reason=REASONS[fault.kind], hint=HINTS.get(fault.kind, ""))
    return finding if fault.kind == "stale" else replace(finding, applied=None, expected=None)


def _about_the_step(fault: Fault) -> str:
    error = fault.sample.trial.error
    if fault.kind == "raises" and error is not None:
        return f"it raises {type(error).__name__}: {error}"
    return REASONS[fault.kind]


def _amount(sample: Sample, position: int) -> str:
    applied = sample.trial.applied[position]
    if sample.setting.repeated:
        return "with the same node in every place, the local derivative that it applies is wrong"
    if not math.isfinite(applied):
        return f"the local derivative that it applies is {applied}"
    if applied == 0:
        return "nothing reaches this operand, though the result depends on it"
    return "the local derivative that it applies is wrong"


def _point(sample: Sample) -> tuple[tuple[str, float], ...]:
    return tuple(zip(sample.names, sample.setting.point, strict=False))


def hint(operation: Operation, sample: Sample, position: int) -> str:
    """What the expected expression looks like, and how the applied one differs, where that is a known shape."""
    name = sample.names[position]
    samples = [
        each
        for each in operation.samples
        if each.names == sample.names and not each.setting.repeated and each.trial.error is None
    ]
    samples = [each for each in samples if each.verdict(position) in ("right", "wrong")]
    if sample.setting.repeated or not samples:
        return "an operand gets a contribution from every place where it is used" if sample.setting.repeated else ""
    known = [_values(operation, each) for each in samples]
    applied = [each.trial.applied[position] for each in samples]
    slopes = [each.slopes[position].value for each in samples]
    right = form_of(slopes, known)
    parts = [_difference(applied, slopes, known, right), _other(samples, position, applied)]
    title = operation.method.rpartition(".")[2].strip("_") or operation.op
    by = f" by {name}" if len(sample.names) > 1 else ""
    parts.append(f"the derivative of {title}{by} is {right}" if right else "")
    return ": ".join([part for part in dict.fromkeys(parts) if part])


def _values(operation: Operation, sample: Sample) -> Mapping[str, float]:
    ending = "" if operation.call is None or operation.call.code is None else f".{number_name(operation.nodes[0])}"
    known = {f"{name}{ending}": x for name, x in zip(sample.names, sample.setting.point, strict=True)}
    known[f"out{ending}"] = sample.trial.out
    return {**known, **{name: x for name, x in sample.numbers.items() if name != "out"}}


def _difference(
    applied: Sequence[float], slopes: Sequence[float], known: Sequence[Mapping[str, float]], right: str
) -> str:
    pairs = [(a, b, values) for a, b, values in zip(applied, slopes, known, strict=True) if a and b]
    if not pairs:
        return ""
    ratios = [b / a for a, b, _ in pairs]
    if len(pairs) == len([x for x in slopes if x]):
        constant = constant_of(ratios)
        if constant is not None and abs(constant - 1) < 1e-6:  # right wherever the derivative is not 0
            return FLAT
        if constant is not None and abs(constant + 1) < 1e-6:
            return "the sign is wrong"
        if constant is not None:
            return f"off by the factor {readable(constant)}"
    used = form_of(applied, known)
    for old, new, text in swapped(right, list(known[0])) if right else ():
        if text == used:
            return _swap(old, new)
    factor = form_of(ratios, [values for _, _, values in pairs])
    if factor == "1":
        return ""
    return f"off by the factor {factor}" if factor else f"{used} is applied" if used else ""


def _swap(belongs: str, used: str) -> str:
    result, operand = "the result's value", "the operand's value"
    if belongs.startswith("out"):
        return f"{operand} is used instead of {result}"
    if used.startswith("out"):
        return f"{result} is used instead of {operand}"
    return f"{used} is used instead of {belongs}"


def _other(samples: Sequence[Sample], position: int, applied: Sequence[float]) -> str:
    for other, name in enumerate(samples[0].names):
        theirs = [sample.slopes[other].value for sample in samples]
        if other != position and all(
            abs(a - b) <= 1e-6 * max(abs(a), abs(b)) for a, b in zip(applied, theirs, strict=True)
        ):
            return f"this is the derivative by {name}"
    return ""
