"""The work around a run: check, review, share, report and purge; no command line is read here."""
