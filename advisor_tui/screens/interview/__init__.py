"""The needs interview: list, question, review, result."""
