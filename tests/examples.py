"""How many examples a property is tried on: many when all is tested, fewer in between; the same ones each time."""

from __future__ import annotations

from math import ceil

import hypothesis

THOROUGH, USUAL, QUICK = "thorough", "usual", "quick"
ONE_OF = {THOROUGH: 1, USUAL: 4, QUICK: 10}
"""At each depth of testing, one of how many examples is tried: `make test-all`, `make test`, `make quick`."""

# No deadline: the first call of a compiled tape, on a busy machine, is slow and right. And no chance: red stays
# red, and what a commit does not touch it does not turn red.
hypothesis.settings.register_profile(THOROUGH, deadline=None, print_blob=True, derandomize=True)
for depth in (USUAL, QUICK):
    hypothesis.settings.register_profile(
        depth, hypothesis.settings.get_profile(THOROUGH), max_examples=100 // ONE_OF[depth]
    )


def choose(depth: str) -> None:
    """Set how many examples there are, before the tests are imported."""
    hypothesis.settings.load_profile(depth)


def share(count: int) -> int:
    """`count` when all is tested, else a part of it."""
    return ceil(count / ONE_OF[hypothesis.settings.get_current_profile_name()])


def examples(count: int) -> hypothesis.settings:
    """Decorate a property to be tried on `count` examples, or a part of them."""
    return hypothesis.settings(max_examples=share(count))
