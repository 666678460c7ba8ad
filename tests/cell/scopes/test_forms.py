"""Turns in functions are counted whatever the operation: how it is written decides which calls it makes."""

from __future__ import annotations

import pytest

from .test_scopes import paths, untraced

FORMS = (
    "y**2", "y**3", "y**-1", "y**1.5", "2**y", "-y", "2/y", "y - 1", "abs(y)", "sqrt(y)", "exp(y)",
    "np.sin(y)", "y.tanh()", "min(y, 3)", "max(y, a)", "clip(y, 0, 1)", "where(y > 1, y, a)",
    "sum([y, a, 1])", "hypot(y, a)", "y % 2", "y // 2", "np.dot([y, a], [a, y])", "np.array([y, a]).sum()",
    "math.exp(y)", "round(y, 2)*y", "divmod(y, 2)[1]", "relu(y)",
)  # fmt: skip


@untraced
@pytest.mark.parametrize("form", FORMS)
def test_turns_in_functions_are_counted_whatever_the_operation(form: str) -> None:
    found = paths(
        f"""
        import math
        import numpy as np
        a = 1.5
        def f(y):
            for day in range(3):
                y = {form}
                y = y * a
            return y
        out = f(a)
        """
    )
    turns = [each.partition(" > ")[2] for each in found if "day" in each]
    assert [*dict.fromkeys(turns)] == ["day 1", "day 2", "day 3"]
    assert all("day" in each for each in found)
