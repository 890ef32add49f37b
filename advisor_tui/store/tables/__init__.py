"""The tables, a file for each subject; importing this package registers all of them."""
