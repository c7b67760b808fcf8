"""The command line: parse words, call the application and print results; no decisions."""
