"""The cell: how its mathematics is read, run and recorded. Knows nothing of IPython."""
