"""The parts of the exchange with head office."""
