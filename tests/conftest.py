"""What the whole suite shares: how much is tested, and the JSON fixtures that pytest writes and vitest reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import examples

FIXTURES = Path(__file__).parent / "fixtures"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-fixtures", action="store_true", help="write tests/fixtures instead of comparing")
    parser.addoption("--thorough", action="store_true", help="run also what is marked thorough, and more examples")
    parser.addoption("--quick", action="store_true", help="try fewer examples")


def pytest_configure(config: pytest.Config) -> None:
    thorough, quick = config.getoption("--thorough"), config.getoption("--quick")
    examples.choose(examples.THOROUGH if thorough else examples.QUICK if quick else examples.USUAL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked thorough, unless it is asked for by the option or by its own name."""
    if config.getoption("--thorough"):
        return
    named = [argument for argument in config.args if "::" in argument]
    left_out = [
        item for item in items if item.get_closest_marker("thorough") and not any(name in item.nodeid for name in named)
    ]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


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
