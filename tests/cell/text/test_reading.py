"""What the text of a cell says: literals, accumulators, names, harmless reads."""

from __future__ import annotations

import ast

import pytest

from microgradext.cell.text.constants import constant
from microgradext.cell.text.harmless import harmless
from microgradext.cell.text.reading import read


def literals(source: str) -> dict[str, float]:
    return {name: found[-1].value for (_, name), found in read(source, "<cell>").literals.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 2.0", {"x": 2.0}),
        ("x = -2", {"x": -2}),
        ("x = --2", {"x": 2}),
        ("x = 1e-3; y = 1_000; z = 0x10", {"x": 1e-3, "y": 1000, "z": 16}),
        ("x = 1/3", {"x": 1 / 3}),
        (
            "x = pi/4; y = 2 * math.pi; z = np.e",
            {"x": 0.7853981633974483, "y": 6.283185307179586, "z": 2.718281828459045},
        ),
        ("α = .5; Ω_2 = 1.", {"α": 0.5, "Ω_2": 1.0}),
        ("w: float = .5", {"w": 0.5}),
        ("(w := .5)", {"w": 0.5}),
        ("a = b = 2.0", {"a": 2.0, "b": 2.0}),
        ("a, (b, c) = 1, (2, 3)", {"a": 1, "b": 2, "c": 3}),
        ("[a, b] = 1, f(x)", {"a": 1}),
        ("if c:\n  x = 1\nelse:\n  x = 2", {"x": 2}),
        ("with f() as g:\n  x = 1", {"x": 1}),
        ("try:\n  x = 1\nexcept E as e:\n  y = 2\nelse:\n  z = 3\nfinally:\n  w = 4", {"x": 1, "y": 2, "z": 3, "w": 4}),
        ("match k:\n  case 1:\n    x = 1", {"x": 1}),
    ],
)
def test_a_number_bound_by_a_statement_that_runs_once_is_found(source: str, expected: dict[str, float]) -> None:
    assert literals(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "x = True",
        "x = 2j",
        "x = (-8) ** 0.5",
        "x = '2'",
        "x = 1 / 0",
        "x = 10 ** 400",
        "x = y",
        "x = f(2)",
        "x = 2 < 3",
        "d['w'] = .5",
        "o.w = .5",
        "for w in [.5]: pass",
        "for i in r: x = 1",
        "while c: x = 1",
        "def f(): x = 1",
        "class A: x = 1",
        "t = a, b = 1., 2.",
        "global g\ng = 2.0",
        "y = (w := .5) * 2",
        "x: float",
    ],
)
def test_nothing_else_is(source: str) -> None:
    assert literals(source) == {}


def test_a_line_that_binds_a_name_twice_keeps_both_numbers() -> None:
    assert [each.value for each in read("x = 2; x = 3", "<cell>").literals[1, "x"]] == [2, 3]


def test_names_in_a_chain_are_one_group_and_others_are_not() -> None:
    found = read("a = b = 2.0; c = 2.0", "<cell>").literals
    assert found[1, "a"][0].group == found[1, "b"][0].group != found[1, "c"][0].group


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("s = 0\ns += x", {(1, "s"): 2}),
        ("n = 0\nwhile y > 1:\n  n += 1", {(1, "n"): 3}),
        ("i = 0\nwhile i < 3:\n  i += 1", {(1, "i"): 3}),
        ("s = 0\nfor x in xs: s = s + x", {(1, "s"): 2}),
        ("s = 0\nfor x in xs: s = x * x + s", {(1, "s"): 2}),
        ("s = 0.0\nfor x in xs: s = s - x + 2 * x", {(1, "s"): 2}),
        ("p = 1.0\nfor x in xs: p = p * x", {(1, "p"): 2}),
        ("p = 1\nfor x in xs: p = 2 * (x * p)", {(1, "p"): 2}),
        ("p = 1\nfor x in xs: p /= x", {(1, "p"): 2}),
        ("s = 0\n[s := s + x for x in xs]", {(1, "s"): 2}),
        ("s = 0\nif (s := s + x) > 1: pass", {(1, "s"): 2}),
        ("s = 0\nfor x in xs:\n  s = s + x\n  print(s)\n  hist.append(s)\n  if s > 9: best = s", {(1, "s"): 3}),
        ("i = 9\nwhile i > 3:\n  i = i - 1", {(1, "i"): 3}),
        ("k = 1\nfor x in xs:\n  t = t * x / k\n  k = k + 1", {(1, "k"): 4}),
        ("n = 0\ndef f():\n  global n\n  n += 1", {(1, "n"): 4}),
        ("if c:\n  s = 0\nelse:\n  s = 1\nfor x in xs: s += x", {(2, "s"): 5, (4, "s"): 5}),
        # read first
        ("x = 2\ny = x*1\nx -= lr*y.data", {}),
        ("x = 2\nif x > 1:\n  x += 1", {}),
        ("v = 0.0\nfor a in xs:\n  v = v + a\n  x = x + v", {(1, "v"): 3}),
        ("t = 0.0\nwhile t < 1:\n  x = x + f(x, t) * dt\n  t += dt", {(1, "t"): 4}),
        ("s = 0\nfor k in xs:\n  s += k\n  mean = s / n", {(1, "s"): 3}),
        # also computed in another way
        ("s = 0\nfor x in xs:\n  s = s + x\n  if s > 9: s = s / 2", {}),
        ("s = 0\nfor x in xs:\n  s = s + x\n  if s > 9: s = 0", {(1, "s"): 3}),
        # fed back
        ("w = 0.0\nfor x in xs:\n  g = 2 * (w * x - y) * x\n  w -= lr * g", {}),
        ("w = 0.0\nfor x in xs:\n  h = w * x\n  w = w - lr * 2 * (h - y) * x", {}),
        ("w = 0.0\ndef g(): return 2 * w\nfor _ in xs: w = w - lr * g()", {}),
        ("v = 0.0\nx = 0.0\nfor _ in xs:\n  v -= x * dt\n  x += v * dt", {}),
        ("s = 0\nfor x in xs: s = s + x * s", {}),
        ("n = 5\nwhile n > 1:\n  f = f * n\n  n -= 1", {}),
        # a start of its own
        ("x = 5.\nwhile x > 1:\n  x /= 2", {}),
        ("s = 1.0\nfor x in xs: s += x", {}),
        ("p = 0.0\nfor x in xs: p *= x", {}),
        ("x = 2\nx = x + 1", {}),
        # not a sum or a product
        ("m = 0.0\nfor x in xs: m = max(m, x)", {}),
        ("m = 0.0\nfor x in xs: m = (m + x) / 2", {}),
        ("d = 0.0\nfor x in xs: d = x - d", {}),
        # rebinding is no update
        ("x = 5.\nwhile x > 1:\n  x = x / 2", {}),
        # `s` of a function is its own
        ("s = 0\ndef f(s):\n  s += 1", {}),
        ("s = 0\ndef f():\n  s = 1\n  s += 1", {}),
        # not the number any more
        ("s = 0\ns = f(2)\ns += 1", {}),
    ],
)
def test_accumulators(source: str, expected: dict[tuple[int, str], int]) -> None:
    found = read(source, "<cell>").accumulators
    assert {place: each.line for place, each in found.items()} == expected


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("y = a * x + f(b)", ("a", "x", "f", "b")),
        ("x = 2\ny = x", ()),
        ("x = x * 2", ("x",)),
        ("for i in r: y = i * k; z = y", ("r", "k")),
        ("ys = [w * x for x in xs if x > t]", ("xs", "t", "w")),
        ("def f(a, b=c):\n  d = a * k\n  return d + late\nlate = 1", ("c", "k")),
        ("g = lambda t: t * m", ("m",)),
        ("class A(B):\n  x = k\n  y = x", ("B", "k")),
        ("import math as m, os.path\nfrom a import b as c\ny = m + os + c", ()),
        ("try:\n  pass\nexcept E as e:\n  e", ("E",)),
        ("match p:\n  case [a, *b] if a: c = a\n  case {'k': v, **r}: d = v, r\n  case X() as z: z", ("p", "X")),
        ("d[i] = j; o.a = 2; del o", ("j", "d", "i", "o")),
        ("async def f(): return q", ("q",)),
        ("[y := x for x in xs]; y", ("xs",)),
        ("{k: v for k, v in kv.items()}; {s for s in ss}; (g for g in gs)", ("kv", "ss", "gs")),
        ("def f():\n  def g():\n    nonlocal n\n    n += 1\n  n = 0", ()),
    ],
)
def test_free_names(source: str, free: tuple[str, ...]) -> None:
    assert read(source, "<cell>").free == free


def test_bound_names_come_in_order() -> None:
    reading = read("b = 1\na = b\ndef f():\n  global g\n  g = 1\nclass C: x = 1\nfor i in a: pass", "<cell>")
    assert reading.bound == ("b", "a", "f", "g", "C", "i")


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("print(y.data)", 1),
        ("print('loss', y.data * 2, a.grad, sep=':')", 2),
        ("print('{:.2f}'.format(y.data))", 1),
        ("display(round(y.data, 2))", 1),
        ("print(f'{y.data:.2f}')", 1),
        ("raise ValueError(f'{y.data:.2f}')", 1),
        ("logger.info('%s', y.data)", 1),
        ("s = f'{y.data:.2f}'", 0),
        ("assert abs(y.data - 1) < 1e-6, y.data", 2),
        ("y.data", 1),
        ("[v.data for v in vs]", 1),
        ("def f(v):\n  print(v.data)", 1),
        ("x = y.data", 0),
        ("losses.append(y.data)", 0),
        ("print(losses.append(y.data))", 0),
        ("print(z := y.data)", 0),
        ("if y.data > 0: pass", 0),
        ("return_ = lambda: y.data", 0),
        ("y.data.hex()", 0),
        ("print((lambda: y.data)())", 0),
    ],
)
def test_harmless_reads(source: str, count: int) -> None:
    tree = ast.parse(source)
    reads = [each for each in ast.walk(tree) if isinstance(each, ast.Attribute) and each.attr in ("data", "grad")]
    found = harmless(tree).reads
    assert sum((each.end_lineno, each.end_col_offset) in found for each in reads) == count


def test_a_syntax_error_passes_through_with_its_line() -> None:
    with pytest.raises(SyntaxError) as caught:
        read("x = 1\ny = (2\n", "<cell>")
    assert (caught.value.lineno, caught.value.text) == (2, "y = (2\n")


@pytest.mark.parametrize("source", ["await f()", "return 1", "async with f() as g: pass"])
def test_what_only_the_compiler_refuses_is_refused_with_its_text(source: str) -> None:
    with pytest.raises(SyntaxError, match="outside") as caught:
        read(source, "<cell>", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    assert caught.value.text


def test_a_constant_is_taken_as_python_computes_it() -> None:
    node = ast.parse("-2 ** 2 // 3 % 5 + 1", mode="eval").body
    assert constant(node) == -(2**2) // 3 % 5 + 1
