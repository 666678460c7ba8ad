"""The small language of the op table: its expressions parsed, simplified, and emitted for a target."""
