"""The small language of the op table: expressions parsed, made shorter, and written out for a target."""
