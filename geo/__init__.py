"""Boundaries, and the pictures that are drawn on them."""
