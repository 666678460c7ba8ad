"""Refusals: the errors that code gets because its numbers are Values, in words of the code."""
