"""Sources: the code that the op table generates, as text; `engine.generate` writes it to files."""
