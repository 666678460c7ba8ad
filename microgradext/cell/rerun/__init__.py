"""The cell run again as a transaction: what it changed is put back first, and back again when it fails."""
