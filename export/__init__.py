"""Pens for files: the same View that the screen shows, written without a browser."""
