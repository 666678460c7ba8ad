"""Where a nan or an inf was born: the cells that the page's tests trace too (tests/js/panels/strip.test.ts)."""

import pytest

from microgradext import grad

CELLS = {
    "x = 1000.0\nb = exp(x)\nf = b - b": "The first inf: b, exp of 1,000, line 2.",
    "x = 0.0\np = 1 / x\nq = 1 / p\nr = log(x - 1)\nf = q + r": "The first nan: r, log of −1, line 4.",
    "a = 1e200\nb = a * a\nc = b * 0.0\nf = c + 1": "The first inf: b, 1e200 * 1e200, line 2.",
    "u = 0.0\ns = sqrt(u)\nf = (s - 2.0) ** 5.0": "The first inf: what s, sqrt of 0, line 2, passes back to u.",
    "x = 0.0\ny = log(x)\nf = y * 2": "The first −inf: y, log of 0, line 2.",
    "x = -1.0\nf = x ** 0.5": "The first nan: f, (−1)**0.5, line 2.",
    "x = 1e999\ny = x * 2\nf = y + 1": "The first inf: x, given, line 1.",
    "x = -1.0\nf = where(x > 0, log(x), x)": "",
}


@pytest.mark.parametrize("source", CELLS)
def test_the_first_bad_number_is_the_one_that_was_made_of_good_ones(source: str) -> None:
    text = repr(grad(source, {}))
    assert CELLS[source] in text
    assert bool(CELLS[source]) == ("The first" in text)
