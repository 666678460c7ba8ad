"""Graphs that other engines made, and the op table in other libraries."""
