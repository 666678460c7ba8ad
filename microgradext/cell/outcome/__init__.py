"""What a run came to, and how it may be moved from here."""
