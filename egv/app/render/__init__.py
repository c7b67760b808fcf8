"""The rendering of one clip: answers, commands, sound, texts and checks; no other clip is known."""
