"""Brand kits: their values, rules and inheritance; not where a kit lies on the disk."""
