"""Declarations of commands, and what they share: Typer reads them, and results are printed."""
