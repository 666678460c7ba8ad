"""Scopes: to which call, turn of a loop and module of a run an operation belongs."""
