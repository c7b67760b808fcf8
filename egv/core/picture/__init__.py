"""The picture of a clip: colours, heads, crops and contrast; nothing about sound or steps."""
