"""What passes between kernel and page, and how a notebook keeps it."""
