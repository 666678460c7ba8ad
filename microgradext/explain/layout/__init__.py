"""Where each box and each edge of a picture stands. js/layout has the same files."""
