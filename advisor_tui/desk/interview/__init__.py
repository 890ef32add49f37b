"""The parts of the interviews' job."""
