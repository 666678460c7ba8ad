"""The same graph in another library, operation by operation."""
