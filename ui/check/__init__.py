"""The check on the page: its form, its picture, its parties and its files."""
