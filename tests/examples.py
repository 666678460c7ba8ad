"""How many examples a property is tried on: many when all is tested, fewer in between; the same ones each time."""

from __future__ import annotations

from math import ceil

import hypothesis

SHARE = 4
"""What `make test` tries is one of so many."""

THOROUGH = "thorough"

# No deadline: the first call of a compiled tape, on a busy machine, is slow and right. And no chance: red stays
# red, and what a commit does not touch it does not turn red.
hypothesis.settings.register_profile(THOROUGH, deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.register_profile("usual", hypothesis.settings.get_profile(THOROUGH), max_examples=100 // SHARE)


def choose(thorough: bool) -> None:
    """Set how many examples there are, before the tests are imported."""
    hypothesis.settings.load_profile(THOROUGH if thorough else "usual")


def share(count: int) -> int:
    """`count` when all is tested, else a part of it."""
    return count if hypothesis.settings.get_current_profile_name() == THOROUGH else ceil(count / SHARE)


def examples(count: int) -> hypothesis.settings:
    """Decorate a property to be tried on `count` examples, or a part of them."""
    return hypothesis.settings(max_examples=share(count))
