"""A result or a notebook as one HTML file that is live without a kernel."""
