"""Sources: the code generated from the op table, as text; `engine.generate` writes it to files."""
