"""A result or a notebook as one HTML file that lives without a kernel."""
