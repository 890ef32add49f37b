"""The client list, the client page and their forms."""
