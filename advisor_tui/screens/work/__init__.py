"""The day page, the task queue and the calendar."""
