"""Bulletins of the market department."""
