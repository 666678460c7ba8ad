"""Saved graphs: one of an earlier version is handed on as it is, for the page to bring up to date."""

import pytest

from microgradext.notebook.wire.saved import read_saved

KEPT = {"version": 4, "graph": '{"version":4}'}


def test_an_earlier_version_is_handed_on_as_it_is() -> None:
    assert read_saved(KEPT, oldest=3, newest=6) == KEPT["graph"]


@pytest.mark.parametrize(
    ("oldest", "newest", "reason"),
    [
        (5, 6, "version 4 of the graph's format; this microgradext reads the versions 5 to 6: run the cell again"),
        (2, 3, "version 4 of the graph's format; this microgradext reads the versions 2 to 3: update microgradext"),
    ],
)
def test_any_other_version_is_refused_in_a_sentence(oldest: int, newest: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_saved(KEPT, oldest, newest)
