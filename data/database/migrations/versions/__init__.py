"""One module per step, `v0001_…`; its `revision` is its number in four digits."""
