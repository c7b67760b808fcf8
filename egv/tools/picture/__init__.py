"""The facts about a picture that its frames and its container state or show."""
