"""The publication checklist: measured, judged and written out; it changes no clip."""
