"""Values and rules. No module in this package opens a file or starts a process."""
