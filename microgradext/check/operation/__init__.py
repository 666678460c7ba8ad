"""Each operation alone: its step, compared with numeric differences of the operation run again."""
