"""A result written to a file: picture, formula, inputs, values."""
