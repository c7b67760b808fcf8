"""Cues: what is said and when, laid out to be read; not from which file or model it came."""
