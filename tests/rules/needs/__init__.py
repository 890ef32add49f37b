"""One file a subject, as in `advisor_tui.rules.needs`."""
