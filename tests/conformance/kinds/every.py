"""All rooms of kinds; importing this registers them."""

from . import branches, formulas, functions, loops, outputs

__all__ = ["branches", "formulas", "functions", "loops", "outputs"]
