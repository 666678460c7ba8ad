"""What becomes an input, how it is called, and which names of mathematics the cell has."""
