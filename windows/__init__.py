"""The Windows rig: the real Windows Python under Wine, egv's lines run on it, a portable egv."""
