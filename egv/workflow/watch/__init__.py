"""A watched folder: what comes to rest in it is made, and what failed gets a note beside it."""
