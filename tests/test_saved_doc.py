"""docs/saved.md is true: each row of its table is a place that a test looks at."""

from tests.saved_rows import asked, table


def test_every_row_is_tested() -> None:
    assert set(table()) == asked()
