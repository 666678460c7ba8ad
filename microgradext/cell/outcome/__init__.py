"""What a run came to, and how it can be moved from here."""
