"""Which line of the user's code is wrong, and in which words that is said."""
