"""The whole portfolio (组合): what all lines of a proposal come to together with what the client has elsewhere."""
