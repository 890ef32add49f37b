"""The demo branch: synthetic people with a plausible past, the same for the same seed and date."""
