"""Texts as people write them: languages, places to fill in, faults; no video is known here."""
