"""Conversations with somebody at a terminal: questions, offers, an editor, a viewer."""
