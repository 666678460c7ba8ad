"""Noticing: the places in a text where code would notice that a number is a Value, and do something else."""
