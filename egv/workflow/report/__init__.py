"""Production figures and what follows from them; no video is opened here."""
