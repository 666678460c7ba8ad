"""A graph made ready to run again: the tape, and the evaluators behind it."""

from .tape import Tape as Tape
