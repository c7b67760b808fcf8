"""Feedback: what people said, who took it up, and the answer."""
