"""What becomes an input, what it is called, and which names of mathematics the cell has."""
