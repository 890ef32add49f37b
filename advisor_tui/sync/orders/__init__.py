"""Head office's orders as they travel to a terminal in `orders.jsonl`: one strict, frozen class a kind."""
