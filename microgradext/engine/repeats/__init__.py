"""Repeats: what a graph does again and again with other numbers, and what those passes have in common."""
