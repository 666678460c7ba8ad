"""How the contributions add up: the whole pass, and which change in it would make it right."""
