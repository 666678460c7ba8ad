"""Running the cell again as a transaction: what it changed is put back first, and restored when it fails."""
