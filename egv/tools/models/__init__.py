"""Speech models: found, checked and downloaded; how they recognise speech stands elsewhere."""
