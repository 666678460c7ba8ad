"""Folds: a graph in as few boxes as fit on a screen, each of which can be opened."""
