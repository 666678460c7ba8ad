"""How it is told, while a cell runs, in which turns of its loops an operation is made."""
