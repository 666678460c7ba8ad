"""Sources: the code that the op table stands for, as text; `engine.generate` writes it to files."""
