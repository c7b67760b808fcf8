"""Clips on the disk: opened, probed and verified; nothing is rendered here."""
