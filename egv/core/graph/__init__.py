"""Filter graphs, and the ffmpeg command that they become; nothing about kits, texts or steps."""
