"""Which line of the user's code is wrong, and the words that say so."""
