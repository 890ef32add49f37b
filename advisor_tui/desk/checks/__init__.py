"""Checks of what comes in by hand or by file: a checked value, or a `DeskError` that says what is wrong."""
