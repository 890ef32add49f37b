"""What a client's money may come to: the model of docs/decisions/ over seeded paths; the only rules that use numpy."""
