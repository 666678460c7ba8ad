"""Matrices found again in scalar code: sums of products that form a grid are computed as matrix products."""
