"""The cell: mathematics read, run, and known for what it was. Knows no IPython."""
