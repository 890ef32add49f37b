"""The parts of the clients' jobs."""
