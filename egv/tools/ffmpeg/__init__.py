"""ffmpeg as a program: found, run, read and judged; only the graph knows what its options mean."""
