"""Comparing a finished video with the clips that it is made of."""
