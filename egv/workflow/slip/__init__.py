"""The return slip: what went well, what egv did, one tip, and whom to ask; for the maker alone."""
