"""Drawing over a picture: subtitles, name plates, logo and marks, each at a place off faces."""
