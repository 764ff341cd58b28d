"""Selections and measures on the register, as pure tables and values."""
