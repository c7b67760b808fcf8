"""Records of runs: results, progress, the ledger; not how a video is made."""
