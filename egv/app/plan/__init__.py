"""The plan of a run: clips, steps, texts and paths, before any work; nothing is rendered."""
