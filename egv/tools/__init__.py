"""The outside world, one tool per file."""
