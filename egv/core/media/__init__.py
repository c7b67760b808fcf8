"""Time, frames and the facts of a media file; no other room of core is known here."""
