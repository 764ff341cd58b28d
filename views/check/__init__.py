"""Samarbeidsjekk: what several parties say of the same points, and where they differ."""
