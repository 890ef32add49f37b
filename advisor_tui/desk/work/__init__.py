"""The parts of tasks, follow-ups and the day."""
