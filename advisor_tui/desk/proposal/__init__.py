"""The parts of the proposals' job."""
