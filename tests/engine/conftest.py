"""The page's evaluator, bundled and started once for the suite."""

from collections.abc import Iterator

import pytest

from tests.engine.page import Page


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("page")) as page:
        yield page
