"""Refusals: what is said where code wants a plain number and has a Value."""
