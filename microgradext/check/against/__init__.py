"""The same graph in another library, operation by operation."""

from .compare import Compared as Compared
from .compare import Comparison as Comparison
