"""Modules that moved since version 0.1.0, and where they are now: pickles of that version name them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

PACKAGE = __name__.rpartition(".")[0]
MOVED = {
    "check.source": "check.report.finding",
    "engine.compiled": "engine.tape.compiled",
    "engine.evaluator": "engine.tape.evaluator",
    "engine.interpreter": "engine.tape.interpreter",
    "engine.levels": "engine.tape.levels",
    "engine.numbering": "engine.tape.numbering",
    "engine.schedule": "engine.tape.schedule",
    "engine.straight": "engine.tape.straight",
    "explain.derivation": "explain.chain_rule.derivation",
    "explain.terms": "explain.chain_rule.terms",
}


class Earlier:
    """Finds a module under its earlier name; it is asked only for imports that nothing else can answer."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """A spec that loads today's module under its earlier name."""
        package, _, rest = name.partition(".")
        if package != PACKAGE or rest not in MOVED:
            return None
        return ModuleSpec(name, self)  # type: ignore[arg-type]  # a loader by its methods: importlib.abc loads much more

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python create a module, which `exec_module` replaces."""

    def exec_module(self, module: ModuleType) -> None:
        """Put today's module in the place of `module`."""
        name = module.__name__
        sys.modules[name] = import_module(f"{PACKAGE}.{MOVED[name.partition('.')[2]]}")


def answer() -> None:
    """Answer imports under earlier names from now on."""
    if not any(type(finder).__qualname__ == Earlier.__qualname__ for finder in sys.meta_path):
        sys.meta_path.append(Earlier())
