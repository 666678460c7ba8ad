"""How long a test waits for what comes by itself: as long as a slow machine needs; only failures wait so long."""

PATIENCE = 30
"""Seconds, for an answer or a change of the page."""

STARTING = 120
"""Seconds, for what starts a process: a server, a kernel, a front end; and for cells to run."""
