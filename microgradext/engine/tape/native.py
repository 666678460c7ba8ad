"""Native: the arithmetic of a batch as machine code, eight points at a time, by LLVM.

numba, an optional extra, brings llvmlite along. Used by itself it compiles a formula in a fiftieth of a second, where
numba needs half of one. No instruction is fused or reordered, so the bits of arithmetic are NumPy's. exp, tanh and
their like come from the vectors of glibc's libm where it has them: within four units in the last place, and several
times as fast as NumPy's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from ctypes import CFUNCTYPE, c_int64, c_void_p
from functools import cache
from typing import Any

from .numbering import Numbering, Operand
from .segments import Segment, Segments

WIDTH = 8
"""How many points are computed at a time."""

OLDEST = 17
"""The first version of LLVM that reads this text."""

_ARRAYS = ("points", "columns", "values", "gradients", "seen")
_BINARY = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
_COMPARED = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
_UNARY = {"abs": "llvm.fabs", "sqrt": "llvm.sqrt"}
_OF_GLIBC = "exp expm1 log log1p log2 log10 sin cos tan asin acos atan sinh cosh tanh erf cbrt".split()
_VECTOR, _HALF, _TRUTHS = f"<{WIDTH} x double>", f"<{WIDTH // 2} x double>", f"<{WIDTH} x i1>"

Kernel = Any
"""A segment's function: how many points (a multiple of WIDTH), then the addresses of the five arrays."""


class Native:
    """The segments of a program as functions; keeps the compiler that owns their code."""

    def __init__(self, program: Numbering, parts: Segments, block: int) -> None:
        """`block` is the length of a column."""
        self.block = block
        self._engine = _engine(source(program, parts, block))
        signature = CFUNCTYPE(None, c_int64, *[c_void_p] * len(_ARRAYS))
        self.kernels: list[Kernel] = [
            signature(self._engine.get_function_address(f"segment{place}")) for place in range(len(parts.segments))
        ]


@cache
def available() -> bool:
    """Whether llvmlite is there, reads this text, and may make code."""
    try:
        from llvmlite import binding

        binding.check_jit_execution()
    except (ImportError, OSError):
        return False
    return bool(binding.llvm_version_info[0] >= OLDEST)


@cache
def vectorised() -> frozenset[str]:
    """The functions that glibc computes for four numbers at a time; it does on x86-64 with AVX2."""
    from llvmlite import binding

    if not binding.get_process_triple().startswith("x86_64") or not binding.get_host_cpu_features().get("avx2"):
        return frozenset()
    try:
        binding.load_library_permanently("libmvec.so.1")
    except RuntimeError:
        return frozenset()
    return frozenset(name for name in _OF_GLIBC if binding.address_of_symbol(_of_glibc(name)))


def _of_glibc(function: str) -> str:
    return f"_ZGVdN4v_{function}"


def _engine(text: str) -> Any:
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(text)
    target = binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=2
    )
    engine = binding.create_mcjit_compiler(module, target)
    engine.finalize_object()
    return engine


def source(program: Numbering, parts: Segments, block: int) -> str:
    """The functions in LLVM's language."""
    head = [f"declare {_VECTOR} @{name}.v{WIDTH}f64({_VECTOR})" for name in _UNARY.values()]
    used = {program.primitives[index].function for segment in parts.segments for index in segment.computed}
    head += [f"declare {_HALF} @{_of_glibc(name)}({_HALF})" for name in _OF_GLIBC if name in used]
    functions = [_function(program, parts, place, block) for place in range(len(parts.segments))]
    return "\n\n".join(["\n".join(head), *functions]) + "\n"


def _function(program: Numbering, parts: Segments, place: int, block: int) -> str:
    text = _Text(program, parts, block)
    body = "\n".join(f"  {line}" for line in text.lines(parts.segments[place]))
    arguments = ", ".join(f"ptr noalias %{name}" for name in _ARRAYS)
    return f"""\
define void @segment{place}(i64 %n, {arguments}) {{
entry:
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%next, %loop]
{body}
  %next = add i64 %i, {WIDTH}
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}}"""


class _Text:
    """The lines of one loop."""

    def __init__(self, program: Numbering, parts: Segments, block: int) -> None:
        self._program = program
        self._columns = parts.columns
        self._block = block
        self._widths = {
            "points": sum(primitive.function == "input" for primitive in program.primitives),
            "values": 1,
            "gradients": len(program.gradient),
            "seen": len(program.guarded),
        }
        self._names: dict[int, str] = {}
        self._count = 0

    def lines(self, segment: Segment) -> Iterator[str]:
        for name in dict.fromkeys(["points", *[name for name, _, _ in segment.results]]):
            yield f"%{name}.at = mul i64 %i, {self._widths[name]}"
            yield f"%{name}.row = getelementptr double, ptr %{name}, i64 %{name}.at"
        for index in segment.loaded:
            yield from self._loaded(index)
        for index in segment.computed:
            yield from self._computed(index)
        for index in segment.stored:
            yield from self._stored(index)
        for name, position, operand in segment.results:
            yield from self._result(name, position, self._names[operand])

    def _new(self) -> str:
        self._count += 1
        return f"%t{self._count}"

    def _loaded(self, index: int) -> Iterator[str]:
        primitive = self._program.primitives[index]
        if primitive.function == "input":
            yield from self._gathered(index, int(primitive.operands[0]))
            return
        place, vector = self._new(), self._new()
        yield from self._column(index, place)
        yield f"{vector} = load {_VECTOR}, ptr {place}, align 8"
        self._names[index] = vector
        if primitive.truth:
            self._names[index] = truth = self._new()
            yield f"{truth} = fcmp une {_VECTOR} {vector}, zeroinitializer"

    def _gathered(self, index: int, position: int) -> Iterator[str]:
        vector = "poison"
        for lane in range(WIDTH):
            place, number, wider = self._new(), self._new(), self._new()
            yield f"{place} = getelementptr double, ptr %points.row, i64 {lane * self._widths['points'] + position}"
            yield f"{number} = load double, ptr {place}, align 8"
            yield f"{wider} = insertelement {_VECTOR} {vector}, double {number}, i32 {lane}"
            vector = wider
        self._names[index] = vector

    def _column(self, index: int, place: str) -> Iterator[str]:
        start = self._new()
        yield f"{start} = add i64 %i, {self._columns[index] * self._block}"
        yield f"{place} = getelementptr double, ptr %columns, i64 {start}"

    def _stored(self, index: int) -> Iterator[str]:
        place, vector = self._new(), self._names[index]
        if self._program.primitives[index].truth:
            truth, vector = vector, self._new()
            yield f"{vector} = uitofp {_TRUTHS} {truth} to {_VECTOR}"
        yield from self._column(index, place)
        yield f"store {_VECTOR} {vector}, ptr {place}, align 8"

    def _result(self, name: str, position: int, vector: str) -> Iterator[str]:
        width = self._widths[name]
        if width == 1:
            yield f"store {_VECTOR} {vector}, ptr %{name}.row, align 8"
            return
        for lane in range(WIDTH):
            number, place = self._new(), self._new()
            yield f"{number} = extractelement {_VECTOR} {vector}, i32 {lane}"
            yield f"{place} = getelementptr double, ptr %{name}.row, i64 {lane * width + position}"
            yield f"store double {number}, ptr {place}, align 8"

    def _computed(self, index: int) -> Iterator[str]:
        primitive = self._program.primitives[index]
        function, operands = primitive.function, primitive.operands
        name = self._new()
        if function in ("and", "or"):
            yield f"{name} = {function} {_TRUTHS} {', '.join(map(self._truth, operands))}"
        elif function == "where":
            condition, first, second = self._truth(operands[0]), *map(self._number, operands[1:])
            yield f"{name} = select {_TRUTHS} {condition}, {_VECTOR} {first}, {_VECTOR} {second}"
        elif function == "maximum":
            yield from self._maximum(name, *map(self._number, operands))
        else:
            yield from self._simple(name, function, list(map(self._number, operands)))
        self._names[index] = name

    def _simple(self, name: str, function: str, operands: Sequence[str]) -> Iterator[str]:
        if function in _BINARY:
            yield f"{name} = {_BINARY[function]} {_VECTOR} {operands[0]}, {operands[1]}"
        elif function in _COMPARED:
            yield f"{name} = fcmp {_COMPARED[function]} {_VECTOR} {operands[0]}, {operands[1]}"
        elif function == "neg":
            yield f"{name} = fneg {_VECTOR} {operands[0]}"
        elif function == "isinf":
            size = self._new()
            yield f"{size} = call {_VECTOR} @{_UNARY['abs']}.v{WIDTH}f64({_VECTOR} {operands[0]})"
            yield f"{name} = fcmp oeq {_VECTOR} {size}, {_literal(float('inf'))}"
        elif function in _OF_GLIBC:
            yield from self._by_halves(name, _of_glibc(function), operands[0])
        else:
            yield f"{name} = call {_VECTOR} @{_UNARY[function]}.v{WIDTH}f64({_VECTOR} {operands[0]})"

    def _by_halves(self, name: str, function: str, operand: str) -> Iterator[str]:
        halves = []
        for start in (0, WIDTH // 2):
            half, result = self._new(), self._new()
            yield f"{half} = shufflevector {_VECTOR} {operand}, {_VECTOR} poison, {_lanes(start, WIDTH // 2)}"
            yield f"{result} = call {_HALF} @{function}({_HALF} {half})"
            halves.append(f"{_HALF} {result}")
        yield f"{name} = shufflevector {', '.join(halves)}, {_lanes(0, WIDTH)}"

    def _maximum(self, name: str, first: str, second: str) -> Iterator[str]:
        larger, unknown, chosen = self._new(), self._new(), self._new()  # nan stays nan
        yield f"{larger} = fcmp oge {_VECTOR} {first}, {second}"
        yield f"{unknown} = fcmp uno {_VECTOR} {first}, zeroinitializer"
        yield f"{chosen} = or {_TRUTHS} {larger}, {unknown}"
        yield f"{name} = select {_TRUTHS} {chosen}, {_VECTOR} {first}, {_VECTOR} {second}"

    def _number(self, operand: Operand) -> str:
        return _literal(operand) if type(operand) is float else self._names[int(operand)]

    def _truth(self, operand: Operand) -> str:
        if type(operand) is float:
            return f"<{', '.join([f'i1 {int(operand != 0)}'] * WIDTH)}>"
        return self._names[int(operand)]


def _lanes(start: int, count: int) -> str:
    return f"<{count} x i32> <{', '.join(f'i32 {lane}' for lane in range(start, start + count))}>"


def _literal(number: float) -> str:
    bits = int.from_bytes(struct.pack(">d", number), "big")
    return f"<{', '.join([f'double 0x{bits:016X}'] * WIDTH)}>"
