"""What the text of a cell says before it runs: names, scopes, literals, and where each operation is."""
