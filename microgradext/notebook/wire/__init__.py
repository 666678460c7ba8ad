"""What passes between kernel and page, and how a notebook saves it."""
