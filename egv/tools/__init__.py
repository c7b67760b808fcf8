"""Tools that touch the outside world: files, ffmpeg, speech models and the operating system."""
