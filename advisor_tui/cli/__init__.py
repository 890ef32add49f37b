"""The commands, a file for each group; the only place that prints to stdout."""
