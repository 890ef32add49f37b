"""Frozen rows that screens receive: standard library only, so that a screen paints before the data layer is there."""
