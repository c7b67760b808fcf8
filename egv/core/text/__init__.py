"""Texts as people write them: languages, places to fill in, mistakes; no video is known here."""
