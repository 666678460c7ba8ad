"""Is this gradient right, and if not, which line is wrong?"""
