"""Pages for a browser: filled in from templates, in the look of a kit, each in one file."""
