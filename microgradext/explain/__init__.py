"""A graph in a person's words: what is drawn of it, where it stands, as SVG, Graphviz DOT, LaTeX and text."""
