"""The proposal builder, what the client sees, and the decision."""
