"""The preparation of a run: projects, kits, models, the machine; no clip is rendered here."""
