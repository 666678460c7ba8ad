"""Each operation alone: the call that made it, sought and compared with numeric differences."""
