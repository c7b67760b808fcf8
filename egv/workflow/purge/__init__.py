"""Purges: which clips and records are due, and their deletion; nothing is made here."""
