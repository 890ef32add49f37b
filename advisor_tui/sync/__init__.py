"""Bundles: format, sealing, opening, applying."""
