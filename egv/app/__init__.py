"""The use cases: plan a line of words, render it, remember what was done."""
