"""Reads and checks the files of data/ into plain values."""
