"""The programme under construction, and the contract of all steps; no single step is known here."""
