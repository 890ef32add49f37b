"""Search over the client cards: what is indexed, how it is asked, and which part of a name matched."""
