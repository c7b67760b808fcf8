"""Runs over many clips: their order, drafts and previews; not how one clip is rendered."""
