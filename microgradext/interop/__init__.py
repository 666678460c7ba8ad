"""Graphs that others made."""
