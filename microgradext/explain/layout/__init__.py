"""Where each box and each edge of a picture is placed. js/layout has the same files."""
