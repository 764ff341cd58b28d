"""Presentasjon: being built."""
