"""Pure functions of law and practice: no input or output, no clock, no session; standard library only."""
