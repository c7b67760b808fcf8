"""The sound of a clip: loudness, speech, pauses and music; nothing about the picture."""
