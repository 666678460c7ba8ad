"""Calls of the user's code, made again: within a time limit, and with everything put back afterwards."""
