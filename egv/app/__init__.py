"""The use cases: plan a command line, render it, and record the results."""
