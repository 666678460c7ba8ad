"""What the whole suite shares: one hypothesis profile, and the JSON fixtures that pytest writes and vitest reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

FIXTURES = Path(__file__).parent / "fixtures"

# No deadline: the first call of a compiled tape, on a busy machine, is slow and right.
hypothesis.settings.register_profile("suite", deadline=None, print_blob=True)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-fixtures", action="store_true", help="write tests/fixtures instead of comparing")


@pytest.fixture
def fixture_file(request: pytest.FixtureRequest) -> Callable[[str, Any], None]:
    """`fixture_file("layout.json", data)` holds a file of tests/fixtures to what Python computes now."""

    def compare(name: str, data: Any) -> None:
        path, text = FIXTURES / name, json.dumps(data, indent=1, ensure_ascii=False) + "\n"
        if request.config.getoption("--write-fixtures"):
            FIXTURES.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        stored = path.read_text(encoding="utf-8") if path.exists() else ""
        assert stored == text, f"tests/fixtures/{name} is stale: run `make fixtures` and look at the difference"

    return compare
