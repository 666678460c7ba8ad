"""The same graph in another library, operation by operation."""

from .compare import Comparison as Comparison
