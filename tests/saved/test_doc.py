"""docs/saved.md is true: each row of its table is a place that a test looks at."""

from tests.saved.rows import asked, table


def test_every_row_is_tested() -> None:
    assert set(table()) == asked()
