"""Before the camera: a text that somebody will say, held against a recipe and laid out in it."""
