"""Files as bytes: written whole, locked, cached and deleted safely; not what they mean."""
