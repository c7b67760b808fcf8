"""Projects, recipes and clip notes as people write them; not where their files lie."""
