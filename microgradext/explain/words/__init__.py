"""Numbers, names and formulas as text and as LaTeX."""
