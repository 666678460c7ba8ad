"""The graph drawn: SVG, Graphviz DOT, and what TeX typesets."""
