"""Carrying out what head office ordered, inside the one transaction of receiving it."""
