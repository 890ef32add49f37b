"""Suitability (适当性) of a sale: one small pure function a rule, joined in `evaluate`."""
