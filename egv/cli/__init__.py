"""Words in, words out; no decisions."""
